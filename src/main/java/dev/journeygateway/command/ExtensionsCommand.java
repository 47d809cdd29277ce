package dev.journeygateway.command;

import dev.journeygateway.extension.BundleRoutes;
import dev.journeygateway.extension.CheckedExtensions;
import dev.journeygateway.extension.ExtensionCheck;
import dev.journeygateway.extension.ExtensionFolder;
import dev.journeygateway.extension.ExtensionRefusedException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code extensions check}: checks routes and jars of a team's own as the start does, and starts
 * nothing. Exits with 1 when something does not pass.
 */
@Command(
    name = "extensions",
    mixinStandardHelpOptions = true,
    description = "Checks the routes and jars in extensions/.")
final class ExtensionsCommand {

  @Spec private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints what each file holds or what is wrong with it, as the start would.")
  int check(
      @Option(
              names = {"--folder", "--gateway.extensions"},
              defaultValue = "${env:GATEWAY_EXTENSIONS:-extensions}",
              description = "The folder; ${DEFAULT-VALUE}.")
          Path folder) {
    try {
      CheckedExtensions checked =
          ExtensionCheck.check(
              new ExtensionFolder(folder.normalize()),
              BundleRoutes.beside(Path.of("routes")),
              ExtensionsCommand.class.getClassLoader());
      if (checked.files().isEmpty()) {
        spec.commandLine().getOut().println("There are no extensions in " + folder);
      }
      checked.lines().forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
      return 0;
    } catch (ExtensionRefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return 1;
    }
  }
}
