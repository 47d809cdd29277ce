package dev.journeygateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a gateway and what it needs, and can hang: it accepts and forwards nothing, or
 * nothing of what is answered.
 */
public final class TcpProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile CountDownLatch hanging = new CountDownLatch(0);
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private volatile Set<Socket> silent = Set.of();

  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing is forwarded, on connections that are open and on new ones. */
  public void hang() {
    hanging = new CountDownLatch(1);
  }

  /** From now on what is sent is forwarded, and no answer. */
  public void holdAnswers() {
    silence = new CountDownLatch(1);
  }

  /** Everything goes on, with what came meanwhile. */
  public void goOn() {
    hanging.countDown();
    silence.countDown();
  }

  /** New connections are forwarded; those that were open stay silent for ever, and open. */
  public void goOnForNewConnections() {
    silent = Set.copyOf(sockets);
    hanging.countDown();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        sockets.add(client);
        daemon(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      hanging.await();
      if (silent.contains(client)) {
        return;
      }
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      server.setTcpNoDelay(true);
      sockets.add(server);
      daemon(() -> forward(client, server, false));
      forward(server, client, true);
    } catch (IOException e) {
      close(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(Socket from, Socket to, boolean answers) {
    byte[] some = new byte[64 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        hanging.await();
        if (answers) {
          silence.await();
        }
        if (silent.contains(from)) {
          new CountDownLatch(1).await();
        }
        out.write(some, 0, read);
      }
    } catch (IOException e) {
      // Closed by either side, which both are told below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    goOn();
    sockets.forEach(this::close);
  }
}
