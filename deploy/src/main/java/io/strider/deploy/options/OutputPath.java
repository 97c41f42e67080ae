package io.strider.deploy.options;

import java.io.File;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The path of a file to write. One that ends with a slash names a folder, which a {@link Path} forgets. */
final class OutputPath implements ITypeConverter<Path> {

  @Override
  public Path convert(String value) {
    if (value.isEmpty() || value.endsWith("/") || value.endsWith(File.separator)) {
      throw new TypeConversionException("found " + (value.isEmpty() ? "nothing" : value + ", a folder") + ", expected a file");
    }
    return Path.of(value);
  }
}
