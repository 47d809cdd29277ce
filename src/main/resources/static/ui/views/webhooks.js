// Hooks that are told when a request is over.
import { html, useState } from '../lib.js';
import { act, query } from '../api.js';
import { useCall, useAction, Answered, State, Time, Table } from '../parts.js';
import { plural } from '../format.js';

function Attempts({ of }) {
  const call = useCall(`api/webhooks/${encodeURIComponent(of)}/attempts`);
  return html`<${Answered} call=${call} what="attempts">${(answer) => html`<${Table} label=${`Attempts of ${of}`} head=${['At', 'Event', 'State', '#Status', 'Message']} empty=${(answer.attempts ?? []).length ? '' : 'Nothing was sent yet.'}>
    ${(answer.attempts ?? []).map((one, i) => html`<tr key=${i}><td><${Time} at=${one.at ?? one.sent_at} /></td><td>${one.type ?? one.event ?? ''}</td><td><${State} of=${one.state ?? (one.status >= 200 && one.status < 300 ? 'sent' : 'failed')} /></td><td class="num">${one.status ?? ''}</td><td class="cause">${one.message ?? one.error ?? ''}</td></tr>`)}<//>`}<//>`;
}

export function Webhooks({ me, calls }) {
  const call = useCall('api/webhooks');
  const [open, setOpen] = useState('');
  const [run, said] = useAction();
  const replay = (id) => run({ title: 'Send again what was told in the last day?', text: 'Each keeps its webhook-id, so that the receiver knows it.', yes: 'Send again' },
    async () => { const came = await act('POST', `api/webhooks/${encodeURIComponent(id)}/replay${query({ since: new Date(Date.now() - 86_400_000).toISOString() })}`); return `Sends ${plural(came.messages, 'message')} again.`; });
  return html`<div class="bar-of-tools"><h1>Webhooks</h1>${said}</div><${Answered} call=${call} what="webhooks">${({ webhooks }) => html`
    <${Table} label="Webhooks" head=${['Name', 'Address', 'Events', 'State', 'Actions']} empty=${webhooks.length ? '' : 'No webhook is in the catalogue.'}>${webhooks.map((one) => {
      const id = one.id ?? one.name;
      return html`<tr key=${id}><td>${one.name}</td><td class="cause">${one.url}</td><td>${(one.events ?? []).join(', ')}</td><td><${State} of=${one.state ?? 'active'} /></td>
      <td class="actions"><button class="secondary outline small" aria-expanded=${open === id ? 'true' : 'false'} onClick=${() => setOpen(open === id ? '' : id)}>Attempts</button>${me.may('operate') ? html` <button class="secondary outline small" onClick=${() => replay(id)}>Replay</button>` : ''}</td></tr>`;
    })}<//>${open ? html`<section class="panel"><h2>${open}</h2><${Attempts} of=${open} /></section>` : ''}`}<//>`;
}
