package dev.journeygateway.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names and texts that somebody would take for an instruction who takes any text for one. */
final class InjectedTexts {

  /** The begin of a line that a log would show if a line break got into it. */
  static final String FORGED = "2001-01-01T00:00:00.000Z  INFO 1 --- [main] forged";

  /** What anything is called that a path among the texts would make. */
  static final String OUTSIDE = "outside-of-the-inbox";

  private static final List<String> CAMEL =
      List.of(
          "CamelHttpUri",
          "CamelHttpPath",
          "CamelHttpMethod",
          "CamelHttpResponseCode",
          "CamelHttpQuery",
          "CamelFileName",
          "CamelOverruleFileName",
          "CamelFileParent",
          "CamelFileAbsolutePath",
          "CamelSqlQuery",
          "CamelJdbcParameters",
          "CamelJmsDestination",
          "CamelJmsDestinationName",
          "CamelBeanMethodName",
          "CamelToEndpoint",
          "CamelSlipEndpoint",
          "CamelLanguageScript",
          "CamelExecCommandExecutable",
          "CamelDuplicateMessage",
          "CamelExceptionCaught",
          "CamelAnything",
          "org.apache.camel.Anything",
          "org.apache.camel.component.jms.Destination");

  private InjectedTexts() {}

  /** Each name as Camel writes it, in small letters, in capitals and in a mixture. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String name : CAMEL) {
      names.add(name);
      names.add(name.toLowerCase(Locale.ROOT));
      names.add(name.toUpperCase(Locale.ROOT));
      names.add(mixed(name));
    }
    return names;
  }

  private static String mixed(String name) {
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      mixed.append(i % 2 == 0 ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    return mixed.toString();
  }

  /**
   * Texts of printable ASCII, which are right in any field that takes free text.
   *
   * @param folder paths among them lead into it
   */
  static List<String> printable(Path folder) {
    return List.of(
        "'); drop table entry; --",
        "' or '1'='1",
        "x'; delete from start_request where 'a'='a",
        "\"; shutdown; --",
        "1; runscript from '" + folder.resolve(OUTSIDE) + "'",
        "%' and 1=(select 1/0) and '%'='",
        "../../../" + OUTSIDE,
        "..\\..\\..\\" + OUTSIDE,
        "..%2f..%2f..%2f" + OUTSIDE,
        folder.resolve(OUTSIDE).toString(),
        "file:" + folder.resolve(OUTSIDE) + "?fileName=x",
        "/etc/passwd",
        "${jndi:ldap://127.0.0.1:1/x}",
        "${header.Authorization}",
        "${bean:gateway?method=x}",
        "#{T(java.lang.Runtime).getRuntime().exec('touch " + folder.resolve(OUTSIDE) + "')}",
        "{{gateway.data-dir}}",
        "$(touch " + folder.resolve(OUTSIDE) + ")",
        "`touch " + folder.resolve(OUTSIDE) + "`",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "{\"$ne\": null}",
        Catalogue.journey(1),
        "%0d%0a" + FORGED,
        "%s%n%n%x");
  }

  /** Texts with line breaks and other controls: a field may refuse them. */
  static List<String> controls() {
    return List.of(
        "x\n" + FORGED,
        "x\r\n" + FORGED,
        "x\r" + FORGED,
        "x\u0085" + FORGED,
        "x\u2028" + FORGED,
        "x\u0000y",
        "x\u001b[2J\u001b[31m",
        "x\b\b\b\b",
        "x\u202etxt");
  }
}
