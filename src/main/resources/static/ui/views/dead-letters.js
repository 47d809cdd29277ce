// Messages that could not be processed, and what to do about them.
import { html, useState } from '../lib.js';
import { act, query } from '../api.js';
import { useCall, useAction, Answered, Id, Time, Table, Field, link, go } from '../parts.js';
import { number, plural } from '../format.js';

const FIELDS = ['journey', 'request', 'cause'];

function Body({ id }) {
  const call = useCall(`api/dead-letters/${encodeURIComponent(id)}`, { once: true });
  return html`<${Answered} call=${call} what="the message">${(one) => html`<pre tabindex="0" aria-label="First lines of the message">${one.body.split('\n').slice(0, 12).join('\n').slice(0, 2000) || '(empty)'}</pre>`}<//>`;
}

export function DeadLetters({ filter, me, calls }) {
  const [open, setOpen] = useState('');
  const [run, said] = useAction();
  const asked = Object.fromEntries(FIELDS.filter((name) => filter[name]).map((name) => [name, filter[name]]));
  const call = useCall(`api/dead-letters${query({ ...asked, after: filter.after, limit: 50 })}`);
  const may = me.may('operate');
  const narrow = (event) => {
    event.preventDefault();
    go('dead-letters', '', Object.fromEntries(new FormData(event.target)));
  };
  const sendBack = (one) => run({ title: 'Send this message back?', text: `It is processed again. It has been sent back ${plural(one.sent_back, 'time')}.`, yes: 'Send it back' },
    async () => { await act('POST', `api/dead-letters/${one.id}/send-back`); return 'Sent back.'; }, call.reload);
  const all = async (verb) => {
    let n = 0;
    await run(null, async () => {
      n = (await act('POST', `api/dead-letters/${verb}?dry_run=true`, asked)).matched;
      return n ? `${plural(n, 'message')} match` : 'Nothing matches.';
    });
    if (!n) return;
    const back = verb === 'send-back';
    await run({
      title: back ? `Send back ${plural(n, 'message')}?` : `Discard ${plural(n, 'message')}?`,
      text: back ? 'They are processed again. Who has entered does not enter twice.' : 'They are deleted for good. Their people do not enter and are shown as rejected. Their requests stay failed.',
      yes: back ? `Send back ${number(n)}` : `Discard ${number(n)} for good`, bad: !back,
    }, async () => {
      const came = await act('POST', `api/dead-letters/${verb}`, asked);
      return `${back ? 'Sent back' : 'Discarded'} ${number(came.done)}.${came.refused ? ` ${number(came.refused)} were refused: ${came.reason}.` : ''}${came.left ? ` ${number(came.left)} are left: do it again.` : ''}`;
    }, call.reload);
  };
  return html`<div class="bar-of-tools"><h1>Dead letters</h1>
      ${may && calls['/api/dead-letters/send-back'] ? html`<button class="secondary outline small" onClick=${() => all('send-back')}>Send back all that match</button>` : ''}
      ${may && calls['/api/dead-letters/discard'] ? html`<button class="secondary outline small" onClick=${() => all('discard')}>Discard all that match</button>` : ''}${said}</div>
    <form class="filter" onSubmit=${narrow} key=${JSON.stringify(filter)}><${Field} label="Journey"><input name="journey" value=${filter.journey ?? ''} /><//><${Field} label="Request uuid"><input name="request" value=${filter.request ?? ''} /><//>
      <${Field} label="Cause begins with"><input name="cause" value=${filter.cause ?? ''} /><//><div class="buttons"><button type="submit">Show</button> <a role="button" class="secondary outline" href="#/dead-letters">Clear</a></div></form>
    <${Answered} call=${call} what="dead letters">${({ dead_letters: rows, after }) => html`
      <${Table} label="Dead letters" head=${['Failed', 'Cause', 'Request', 'Journey', '#Part', '#Sent back', ...(may ? ['Actions'] : [])]} empty=${rows.length ? '' : Object.keys(asked).length ? 'No dead letter matches.' : 'No dead letter. A message that cannot be processed is shown here, with the reason.'}>
        ${rows.map((one) => html`<tr key=${one.id}><td><${Time} at=${one.failed_at} /></td><td class="cause">${one.cause}${open === one.id ? html`<${Body} id=${one.id} />` : ''}</td>
          <td>${one.request_uuid ? html`<${Id} of=${one.request_uuid} href=${link('requests', one.request_uuid)} />` : ''}</td><td>${one.journey_id ?? ''}</td><td class="num">${one.chunk ?? ''}</td><td class="num">${number(one.sent_back)}</td>
          ${may ? html`<td class="actions"><button class="secondary outline small" onClick=${() => sendBack(one)}>Send back</button>
            ${me.may('admin') ? html` <button class="secondary outline small" aria-expanded=${open === one.id ? 'true' : 'false'} onClick=${() => setOpen(open === one.id ? '' : one.id)}>Message</button>` : ''}</td>` : ''}</tr>`)}<//>
      <nav class="pages" aria-label="Pages">${filter.after ? html`<a href=${link('dead-letters', '', asked)}>Newest</a>` : ''} ${after ? html`<a href=${link('dead-letters', '', { ...asked, after })}>Older</a>` : ''}</nav>`}<//>`;
}
