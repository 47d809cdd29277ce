package dev.journeygateway.rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * Byteman rules by name, from one file of them: what the rig does inside the gateway is done from
 * outside, so the product carries nothing for it.
 *
 * <p>A rule whose class or method is not there any more is a {@link RigFailure}, not a fault that
 * was not found.
 */
final class Rules {

  /** What a process prints before it ends itself, and the name of the rule. */
  static final String HALTS = "RIG HALTS AT ";

  private static final Pattern RULE =
      Pattern.compile("(?ms)^# (?<says>[^\\n]+)\\nRULE (?<name>[^\\n]+)\\n.*?^ENDRULE$");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?m)^CLASS (?<type>\\S+)\\s+METHOD (?<method>[^\\s(]+)(?:\\((?<parameters>[^)]*)\\))?");

  private static final Pattern INVOKED =
      Pattern.compile("(?m)^(?:AT|AFTER) INVOKE (?<type>\\S+)\\.(?<method>[^.\\s]+)$");

  private record Rule(String says, String text) {}

  private final String file;
  private final Map<String, Rule> rules = new LinkedHashMap<>();

  private Rules(String file) {
    this.file = file;
  }

  /** Reads {@code rig/<name>.btm} and checks that each rule has its place in the gateway. */
  static Rules read(String name) {
    Rules read = new Rules("rig/" + name + ".btm");
    Matcher each = RULE.matcher(text(read.file));
    while (each.find()) {
      read.require(each.group("name"), each.group());
      // Several rules of one name belong together.
      read.rules.merge(
          each.group("name").split(" ")[0],
          new Rule(each.group("says"), each.group()),
          (one, more) -> new Rule(one.says(), one.text() + "\n\n" + more.text()));
    }
    return read;
  }

  private static String text(String file) {
    try (InputStream in = Rules.class.getResourceAsStream("/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RigFailure("cannot read " + file, e);
    }
  }

  private void require(String name, String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.find()) {
      throw new RigFailure(file + ": rule " + name + " has no CLASS and METHOD");
    }
    String type = place.group("type");
    String method = place.group("method");
    try {
      Class<?> found = Class.forName(type, false, Rules.class.getClassLoader());
      boolean there =
          method.equals("<init>")
              || Arrays.stream(found.getDeclaredMethods())
                  .anyMatch(m -> m.getName().equals(method) && takes(m, place.group("parameters")));
      if (!there) {
        throw new RigFailure(
            file
                + ": rule "
                + name
                + " finds no method "
                + method
                + " in "
                + type
                + ": adapt the file");
      }
      Matcher invoked = INVOKED.matcher(text);
      if (invoked.find()
          && !invokes(type, method, invoked.group("type"), invoked.group("method"))) {
        throw new RigFailure(
            "%s: rule %s finds no call of %s.%s in %s.%s: adapt the file"
                .formatted(
                    file, name, invoked.group("type"), invoked.group("method"), type, method));
      }
    } catch (ClassNotFoundException e) {
      throw new RigFailure(
          file + ": rule " + name + " finds no class " + type + ": adapt the file", e);
    }
  }

  /** Whether a method of that name calls another one. */
  private static boolean invokes(String type, String method, String owner, String called) {
    boolean[] found = {false};
    MethodVisitor calls =
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitMethodInsn(
              int opcode, String on, String name, String descriptor, boolean isInterface) {
            found[0] |= on.replace('/', '.').equals(owner) && name.equals(called);
          }
        };
    try {
      new ClassReader(type)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] thrown) {
                  return name.equals(method) ? calls : null;
                }
              },
              ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException e) {
      throw new RigFailure("cannot read the class " + type, e);
    }
    return found[0];
  }

  private static boolean takes(java.lang.reflect.Method method, String parameters) {
    return parameters == null
        || (parameters.isBlank() ? 0 : parameters.split(",").length) == method.getParameterCount();
  }

  Set<String> names() {
    return rules.keySet();
  }

  String says(String name) {
    return rules.get(name).says();
  }

  /**
   * The option of the virtual machine that puts a rule into it.
   *
   * @param nth stands for {@code NTH} in the rule
   */
  String option(String name, int nth, Path folder) {
    Path script = folder.resolve(name + ".btm");
    try {
      Files.writeString(
          script, rules.get(name).text().replace("NTH", Integer.toString(nth)) + "\n");
    } catch (IOException e) {
      throw new RigFailure("cannot write " + script, e);
    }
    return "-javaagent:" + agent() + "=script:" + script.toAbsolutePath();
  }

  private static Path agent() {
    try {
      return Path.of(
          Class.forName("org.jboss.byteman.agent.Main", false, Rules.class.getClassLoader())
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new RigFailure("Byteman is not on the class path", e);
    }
  }

  /** Byteman only logs what it cannot do. */
  static void requireNoErrors(GatewayProcess gateway) {
    if (gateway.logged("org.jboss.byteman.rule.exception") > 0
        || gateway.logged("Error parsing rule") > 0) {
      throw new RigFailure(
          "a rule does not fit the gateway: see " + gateway.log() + gateway.logEnd());
    }
  }
}
