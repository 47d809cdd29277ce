package dev.journeygateway.door.file;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;

/** Gives the password to a server that asks for it in words of its own (keyboard-interactive). */
record PasswordOnPrompt(String password) implements UserInfo, UIKeyboardInteractive {

  @Override
  public String[] promptKeyboardInteractive(
      String destination, String name, String instruction, String[] prompts, boolean[] echo) {
    String[] answers = new String[prompts.length];
    for (int i = 0; i < prompts.length; i++) {
      if (echo[i]) {
        // What is shown while it is typed is no password, and we know nothing else.
        return null;
      }
      answers[i] = password;
    }
    return answers;
  }

  @Override
  public String getPassphrase() {
    return null;
  }

  @Override
  public String getPassword() {
    return password;
  }

  @Override
  public boolean promptPassword(String message) {
    return false;
  }

  @Override
  public boolean promptPassphrase(String message) {
    return false;
  }

  @Override
  public boolean promptYesNo(String message) {
    return false;
  }

  @Override
  public void showMessage(String message) {
    // Banners are for people.
  }

  @Override
  public String toString() {
    return "PasswordOnPrompt";
  }
}
