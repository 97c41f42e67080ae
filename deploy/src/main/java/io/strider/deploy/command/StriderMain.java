package io.strider.deploy.command;
public final class StriderMain {
  public static void main(String[] args) throws Throwable {
    if (args.length > 0 && args[0].equals("dup")) {
      var linker = java.lang.foreign.Linker.nativeLinker();
      var h = linker.downcallHandle(linker.defaultLookup().find("dup2").orElseThrow(),
          java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT, java.lang.foreign.ValueLayout.JAVA_INT, java.lang.foreign.ValueLayout.JAVA_INT));
      int unused = (int) h.invokeExact(3, 2);
    }
    System.out.println("hi");
    System.err.println("err");
  }
}
