package io.strider.runtime.ingest.distributed;

import io.strider.runtime.ingest.LabelText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The labels of a shard in their order, one after the other: the length, an int, and the bytes. One thread. */
final class Dictionary implements AutoCloseable {

  private final RunInput in;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long at;

  Dictionary(TaskContext task, int shard) throws IOException {
    in = new RunInput(task.folder().dictionary(shard));
  }

  /** The next label's bytes. */
  byte[] next() throws IOException {
    in.get(at, length.array(), 0, Integer.BYTES);
    byte[] text = new byte[length.getInt(0)];
    in.get(at + Integer.BYTES, text, 0, text.length);
    at += Integer.BYTES + text.length;
    return text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The label of a provisional vertex, for a message: looks through its whole shard. */
  static String show(TaskContext task, int vertex) throws IOException {
    int shard = 0;
    while (task.plan().firstOfShard(shard + 1) <= vertex) {
      shard++;
    }
    try (Dictionary dictionary = new Dictionary(task, shard)) {
      for (int left = vertex - task.plan().firstOfShard(shard); left > 0; left--) {
        dictionary.next();
      }
      return LabelText.show(dictionary.next());
    }
  }
}
