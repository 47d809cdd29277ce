// Verifies messages as a receiver would, with the published package: a JSON array of {secret, headers, body} in, {verified, bodies} out.
import { Webhook } from "standardwebhooks";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const messages = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const types = messages.map(({ secret, headers, body }) => {
  try {
    return new Webhook(secret).verify(body, headers).type;
  } catch (e) {
    return "refused: " + e.message;
  }
});
console.log(JSON.stringify(types));
