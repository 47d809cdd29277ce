/**
 * An engine for Camel's {@code platform-http} on Jetty 12 and Spring Boot. It knows nothing of
 * journeys; a Camel application can take the package as it is.
 *
 * <h2>What it is for</h2>
 *
 * <p>Camel's own engine for Spring Boot serves a call through a servlet. A thread is held from the
 * first byte of the body until the route has ended, so 200 slow callers, or 200 calls that wait for
 * one commit, are a server that answers nobody. This engine is a handler of Jetty, ahead of the
 * servlets. A thread is held while a route runs, not while it waits.
 *
 * <h2>What it gives over the stock engine</h2>
 *
 * <ul>
 *   <li><b>No thread waits for a body.</b> The message body of a route is a {@link
 *       dev.journeygateway.http.RequestBody}: the bytes stay on the socket until a step asks for
 *       them, whole ({@code read}) or as they come ({@code receive}), each with a limit in bytes.
 *   <li><b>No thread waits for a route.</b> A step that is an {@code AsyncProcessor} may end on any
 *       thread; the answer is written there. Calls that share a commit hold no thread meanwhile.
 *   <li><b>Bounds.</b> At most {@link dev.journeygateway.http.HttpThreads} calls run at a time; a
 *       call that gets no thread within 1.5 seconds is answered 503. A body that is read whole must
 *       be there within 60 seconds. 1,024 connections wait to be accepted, where Java has 50.
 *   <li><b>Named fields alone.</b> A header or a query parameter reaches a route only where {@link
 *       dev.journeygateway.http.CallFields} names it, and a name is one of the two: {@code
 *       ?Authorization=} is no header. Two different values of a header that counts once are 400.
 *       Headers of the call are not repeated in the answer.
 *   <li><b>One voice for errors.</b> What no route has seen (unsound HTTP, a wrong method, a full
 *       or closing server) is worded by {@link dev.journeygateway.http.HttpErrorAnswers}; no word
 *       of the call is repeated. TRACE is a method like any other that no path serves.
 *   <li><b>Sound connections.</b> Where a body was not read to its end, the connection is closed
 *       after the answer, so that the rest is not taken for the next call. For a second, or 1 MiB,
 *       the rest is taken and forgotten: a caller that is still sending would else lose the answer.
 *   <li><b>ETag.</b> A GET that is answered 200 has an {@code ETag} of its body; {@code
 *       If-None-Match} is answered 304.
 *   <li><b>Files.</b> A {@code java.nio.file.Path} as the answer's body goes from the disk to the
 *       socket, as fast as the caller takes it.
 * </ul>
 *
 * <h2>How it is used</h2>
 *
 * <p>The application gives three beans: {@code HttpThreads}, {@code CallFields} and {@code
 * HttpErrorAnswers}; and scans this package for its configuration. Routes are plain {@code
 * platform-http} routes; one whose address has {@code headerFilterStrategy=#callerHeaders} takes
 * the fields as {@code CallFields} names them, any other takes what the filter of its endpoint lets
 * through. Path parameters are headers, not decoded. The exchange property {@code peer} is the
 * {@code InetAddress} of the caller. What no route serves goes on to Spring's servlets, the
 * management endpoints among them. TLS and ports are Spring Boot's settings ({@code server.*}).
 *
 * <h2>What it does not do</h2>
 *
 * <p>No forms and no multipart bodies: a route gets the bytes. No sessions, no cookies of its own.
 * An answer is a text in memory or a file; an {@code InputStream} as the body is read into memory.
 * Until the application is ready, paths under {@code /api/} that no route serves yet are answered
 * 503 instead of 404.
 */
package dev.journeygateway.http;
