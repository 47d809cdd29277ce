package dev.journeygateway.page;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves the page under {@code /ui/}: its first file, and the headers that keep anything but the
 * page's own files from running in it or around it.
 */
final class PageFilter implements Filter {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'none'; object-src 'none'";

  private final boolean on;

  PageFilter(boolean on) {
    this.on = on;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest call = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String path = call.getRequestURI();
    if (!on) {
      answer.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (path.equals("/ui")) {
      answer.setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
      // Relative, so that it holds behind a proxy that adds a prefix.
      answer.setHeader("Location", "ui/");
    } else {
      answer.setHeader("Content-Security-Policy", POLICY);
      answer.setHeader("Referrer-Policy", "no-referrer");
      answer.setHeader("X-Content-Type-Options", "nosniff");
      // The folders of libraries carry their versions; the rest is asked for again each time.
      answer.setHeader(
          "Cache-Control",
          path.startsWith("/ui/vendor/") ? "max-age=31536000, immutable" : "no-cache");
      if (path.equals("/ui/")) {
        call.getRequestDispatcher("/ui/index.html").forward(call, answer);
      } else {
        chain.doFilter(call, answer);
      }
    }
  }
}
