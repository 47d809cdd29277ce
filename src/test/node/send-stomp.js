// Sends one start request over STOMP and prints the answer: node send-stomp.js <port> <user> <password>, the message as JSON on stdin.
const stompit = require('stompit');
const [port, user, password] = process.argv.slice(2);
const request = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const answers = `/queue/replies.${user}.${process.pid}-${Date.now()}`;

setTimeout(() => fail('no answer within 20 s'), 20000).unref();
function fail(reason) {
  console.error(String(reason));
  process.exit(1);
}

stompit.connect(
  { host: '127.0.0.1', port: Number(port), connectHeaders: { login: user, passcode: password, 'heart-beat': '0,0' } },
  (error, client) => {
    if (error) fail(error);
    client.on('error', fail);
    client.subscribe({ destination: answers, ack: 'auto' }, (problem, message) => {
      if (problem) fail(problem);
      message.readString('utf-8', (unread, body) => {
        if (unread) fail(unread);
        console.log(JSON.stringify({ correlation: message.headers['correlation-id'], body }));
        client.disconnect(() => process.exit(0));
      });
    });
    const headers = { destination: '/queue/journey.start.requests.in', 'reply-to': answers, 'correlation-id': 'stomp-1', ...request.properties };
    if (request.bytes) {
      headers['content-length'] = Buffer.byteLength(request.body);
    }
    const frame = client.send(headers);
    frame.write(request.body);
    frame.end();
  });
