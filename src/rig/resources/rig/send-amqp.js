// Sends each line on stdin as a message over AMQP 1.0 and ends when the broker has accepted all: node send-amqp.js <port> <user> <password>.
// A line is {"body": "<base64>", "properties": {...}}.
const rhea = require('rhea');
const [port, user, password] = process.argv.slice(2);
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
let next = 0;
let accepted = 0;

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const container = rhea.create_container();
container.on('sendable', (context) => {
  while (next < lines.length && context.sender.sendable()) {
    const message = JSON.parse(lines[next++]);
    context.sender.send({
      durable: true,
      body: rhea.message.data_section(Buffer.from(message.body, 'base64')),
      application_properties: message.properties,
    });
  }
});
container.on('accepted', (context) => {
  if (++accepted === lines.length) {
    context.connection.close();
  }
});
for (const event of ['rejected', 'released', 'sender_error', 'connection_error']) {
  container.on(event, (context) => fail(`${event}: ${context.delivery ? JSON.stringify(context.delivery.remote_state) : context.connection.error}`));
}
container.on('disconnected', (context) => context.error && fail(`disconnected: ${context.error}`));
container.connect({ host: '127.0.0.1', port: Number(port), username: user, password, reconnect: false }).open_sender('journey.start.requests.in');
