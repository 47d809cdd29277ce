package dev.journeygateway.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Makes TRACE a method like any other that no path serves. The servlet base class would answer it
 * by echoing the call, its token included.
 */
final class TraceFilter implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest call = (HttpServletRequest) request;
    chain.doFilter(call.getMethod().equals("TRACE") ? new Unserved(call) : call, response);
  }

  /** Methods are told apart by case, so this is one that the base class does not know. */
  private static final class Unserved extends HttpServletRequestWrapper {

    Unserved(HttpServletRequest call) {
      super(call);
    }

    @Override
    public String getMethod() {
      return "trace";
    }
  }
}
