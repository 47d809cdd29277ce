package dev.journeygateway.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Takes the rows that name a person out of a file of any format that the gateway reads. Lines stay
 * where they are, so that the line numbers of other people stay true, and a file that is still
 * being read keeps its length.
 *
 * <p>UTF-8 is looked at byte by byte, as the characters of Latin-1, so that nothing else in the
 * file changes; UTF-16 is known by its mark.
 */
final class RowEraser {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int BUFFER = 1 << 16;

  /** What is left of a row. */
  enum Shape {
    /** An empty line: what is archived can be dropped in again. */
    BLANK,
    /** Asterisks in every cell: what is still being read has as many rows as before. */
    MASKED
  }

  private final Collection<String> names;

  /** What the names became where rows were masked. */
  private final Set<String> masked = new HashSet<>();

  RowEraser(Collection<String> names) {
    this.names = List.copyOf(names);
  }

  Set<String> masked() {
    return masked;
  }

  /** Whether any row names the person. */
  boolean isNamed(Path file) throws IOException {
    Charset charset = charset(file);
    try (Reader in = reader(file, charset);
        Writer nowhere = Writer.nullWriter()) {
      return rows(file, charset).copy(in, nowhere, Shape.BLANK) > 0;
    }
  }

  /**
   * Writes the file anew without the person; it is replaced as a whole.
   *
   * @return how many rows named the person
   */
  long erase(Path file, Shape shape) throws IOException {
    Charset charset = charset(file);
    Path part = file.resolveSibling("." + file.getFileName() + ".erasing.part");
    long erased;
    try (Reader in = reader(file, charset);
        FileOutputStream bytes = new FileOutputStream(part.toFile())) {
      OutputStream packed = isPacked(file) ? new GZIPOutputStream(bytes, BUFFER) : bytes;
      Writer out = new BufferedWriter(new OutputStreamWriter(packed, charset), BUFFER);
      erased = rows(file, charset).copy(in, out, shape);
      out.flush();
      if (packed instanceof GZIPOutputStream gzip) {
        gzip.finish();
      }
      bytes.getFD().sync();
    }
    if (erased == 0) {
      Files.delete(part);
    } else {
      Files.setLastModifiedTime(part, Files.getLastModifiedTime(file));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return erased;
  }

  private static boolean isPacked(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static InputStream open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return isPacked(file) ? new GZIPInputStream(bytes, BUFFER) : bytes;
  }

  private static Reader reader(Path file, Charset charset) throws IOException {
    return new BufferedReader(new InputStreamReader(open(file), charset), BUFFER);
  }

  private static Charset charset(Path file) throws IOException {
    try (InputStream in = open(file)) {
      byte[] mark = in.readNBytes(2);
      if (mark.length == 2 && mark[0] == (byte) 0xff && mark[1] == (byte) 0xfe) {
        return StandardCharsets.UTF_16LE;
      }
      return mark.length == 2 && mark[0] == (byte) 0xfe && mark[1] == (byte) 0xff
          ? StandardCharsets.UTF_16BE
          : StandardCharsets.ISO_8859_1;
    }
  }

  private FileText rows(Path file, Charset charset) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    if (name.endsWith(".json")) {
      return new JsonText(forms(charset, true));
    }
    return name.endsWith(".ndjson")
        ? new NdjsonText(forms(charset, true), masked)
        : new CsvText(forms(charset, false), masked);
  }

  /** The names as they are written in such a file. */
  private List<String> forms(Charset charset, boolean json) {
    Set<String> forms = new HashSet<>();
    for (String name : names) {
      if (json) {
        forms.add(asRead(quoted(JSON, name), charset));
        forms.add(quoted(ASCII, name));
      } else {
        forms.add(asRead(name, charset));
        forms.add(asRead(name.replace("\"", "\"\""), charset));
      }
    }
    return new ArrayList<>(forms);
  }

  private static String asRead(String text, Charset charset) {
    return charset == StandardCharsets.ISO_8859_1
        ? new String(text.getBytes(StandardCharsets.UTF_8), charset)
        : text;
  }

  private static String quoted(JsonMapper mapper, String name) {
    try {
      return mapper.writeValueAsString(name);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can be written as JSON", e);
    }
  }
}
