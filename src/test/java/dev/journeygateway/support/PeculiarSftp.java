package dev.journeygateway.support;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.io.IoUtils;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SFTP with habits of other servers. */
final class PeculiarSftp extends SftpSubsystemFactory {

  private final Set<SftpHabit> habits;

  PeculiarSftp(Set<SftpHabit> habits) {
    this.habits = habits;
  }

  @Override
  public Command createSubsystem(ChannelSession channel) throws IOException {
    return new Subsystem(channel, this, habits);
  }

  private static final class Subsystem extends SftpSubsystem {

    private final Set<SftpHabit> habits;

    Subsystem(ChannelSession channel, PeculiarSftp factory, Set<SftpHabit> habits) {
      super(channel, factory);
      this.habits = habits;
    }

    @Override
    protected void writeAttrs(Buffer buffer, Map<String, ?> attributes) {
      Map<String, Object> told = new HashMap<>(attributes);
      if (habits.contains(SftpHabit.NO_TYPE_BITS)) {
        told.put(IoUtils.REGFILE_VIEW_ATTR, false);
        told.put(IoUtils.DIRECTORY_VIEW_ATTR, false);
        told.put(IoUtils.SYMLINK_VIEW_ATTR, false);
      }
      if (habits.contains(SftpHabit.NO_MODES)) {
        told.remove(IoUtils.PERMISSIONS_VIEW_ATTR);
      }
      if (habits.contains(SftpHabit.NO_SIZES)) {
        told.remove(IoUtils.SIZE_VIEW_ATTR);
      }
      super.writeAttrs(buffer, told);
    }

    @Override
    protected void doRename(int id, String oldPath, String newPath, Collection<CopyOption> options)
        throws IOException {
      super.doRename(id, oldPath, newPath, options);
      if (habits.contains(SftpHabit.RENAME_SETS_TIME)) {
        Path now = resolveFile(newPath);
        FileTime before = Files.getLastModifiedTime(now);
        Files.setLastModifiedTime(now, FileTime.fromMillis(before.toMillis() + 7_000));
      }
    }

    @Override
    protected Map<String, Object> doLStat(int id, String path, int flags) throws IOException {
      requireRight(path);
      return super.doLStat(id, path, flags);
    }

    @Override
    protected Map<String, Object> doStat(int id, String path, int flags) throws IOException {
      requireRight(path);
      return super.doStat(id, path, flags);
    }

    private void requireRight(String path) throws AccessDeniedException {
      boolean above = path.matches("/?\\.?|/?inbox/?");
      if (above && habits.contains(SftpHabit.NO_RIGHT_ON_PARENTS)) {
        throw new AccessDeniedException(path);
      }
    }

    @Override
    protected void sendStatus(Buffer buffer, int id, int status, String message, String language)
        throws IOException {
      boolean missing = status == SftpConstants.SSH_FX_NO_SUCH_FILE;
      super.sendStatus(
          buffer,
          id,
          missing && habits.contains(SftpHabit.FAILURE_FOR_MISSING)
              ? SftpConstants.SSH_FX_FAILURE
              : status,
          message,
          language);
    }
  }
}
