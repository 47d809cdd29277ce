// Sends one start request over AMQP 1.0 and prints the answer: node send-amqp.js <port> <user> <password>, the message as JSON on stdin.
const rhea = require('rhea');
const [port, user, password] = process.argv.slice(2);
const request = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const { 'x-opt-delivery-delay': delay, ...properties } = request.properties;
const answers = `replies.${user}.${process.pid}-${Date.now()}`;

setTimeout(() => fail('no answer within 20 s'), 20000).unref();
function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const container = rhea.create_container();
container.on('receiver_open', (context) => {
  const sender = context.connection.open_sender('journey.start.requests.in');
  sender.once('sendable', () =>
    sender.send({
      body: request.bytes ? rhea.message.data_section(Buffer.from(request.body, 'utf8')) : request.body,
      reply_to: answers,
      correlation_id: 'amqp-1',
      application_properties: properties,
      message_annotations: delay ? { 'x-opt-delivery-delay': Number(delay) } : undefined,
    }));
});
container.on('message', (context) => {
  const body = context.message.body;
  console.log(JSON.stringify({
    correlation: context.message.correlation_id,
    body: body && body.content ? body.content.toString() : String(body),
  }));
  context.connection.close();
});
container.on('sender_error', (context) => fail(`refused: ${context.sender.error}`));
container.on('connection_error', (context) => fail(`refused: ${context.connection.error}`));
container.on('disconnected', (context) => context.error && fail(`disconnected: ${context.error}`));
const connection = container.connect({ host: '127.0.0.1', port: Number(port), username: user, password, reconnect: false });
connection.open_receiver(answers);
