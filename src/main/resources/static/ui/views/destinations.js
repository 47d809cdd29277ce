// Where accepted people go, and what waits on the way.
import { html } from '../lib.js';
import { act } from '../api.js';
import { useCall, useAction, Answered, State, Time, Table, link } from '../parts.js';
import { number, plural } from '../format.js';

export function Destinations({ me, calls }) {
  const call = useCall('api/destinations');
  const [run, said] = useAction();
  const may = me.may('operate');
  const turn = (one, verb) => run({ title: `${verb === 'stop' ? 'Stop' : 'Resume'} ${one.name}?`, text: verb === 'stop' ? 'Nothing is sent to it until it is resumed. What waits stays.' : 'What waits is sent, at its pace.', yes: verb === 'stop' ? 'Stop it' : 'Resume it', bad: verb === 'stop' },
    async () => { await act('POST', `api/destinations/${encodeURIComponent(one.name)}/${verb}`); return 'Done.'; }, call.reload);
  const resolve = (one, as) => run({ title: `Resolve ${plural(one.unknown, 'call')} of unknown outcome?`, text: as === 'delivered' ? 'They count as delivered, and their people as entered.' : 'They are sent again. Who was taken before may be taken twice.', yes: as === 'delivered' ? 'They were delivered' : 'Send them again', bad: as === 'again' },
    async () => { const came = await act('POST', 'api/deliveries/resolve', { destination: one.name, as }); return `Resolved ${number(came.done)}.`; }, call.reload);
  return html`<div class="bar-of-tools"><h1>Destinations</h1>${said}</div><${Answered} call=${call} what="destinations">${({ destinations }) => html`
    <${Table} label="Destinations" head=${['Name', 'Type', 'State', '#Waiting', '#Unknown', '#Next call', 'Last error', ...(may ? ['Actions'] : [])]} empty=${destinations.length ? '' : 'Everybody enters here, in the table entry.'}>
      ${destinations.map((one) => html`<tr key=${one.name}><td>${one.name}</td><td>${one.type}</td><td><${State} of=${one.state} /></td><td class="num">${number(one.waiting)}</td><td class="num">${one.unknown ? html`<a href=${link('requests', '', { state: 'delivering' })}>${number(one.unknown)}</a>` : 0}</td>
        <td class="num">${one.next_call_at || one.next_call ? html`<${Time} at=${one.next_call_at ?? one.next_call} />` : ''}</td><td class="cause">${one.stopped_because ?? ''} ${one.last_error ?? ''}${one.last_error_at ? html` <small class="quiet">at <${Time} at=${one.last_error_at} /></small>` : ''}</td>
        ${may ? html`<td class="actions">${one.type !== 'entries' && calls['/api/destinations/{}/resume'] ? html`<button class="secondary outline small" onClick=${() => turn(one, one.state === 'up' ? 'stop' : 'resume')}>${one.state === 'up' ? 'Stop' : 'Resume'}</button>` : ''}
          ${one.unknown && calls['/api/deliveries/resolve'] ? html` <button class="secondary outline small" onClick=${() => resolve(one, 'delivered')}>Delivered</button> <button class="secondary outline small" onClick=${() => resolve(one, 'again')}>Again</button>` : ''}</td>` : ''}</tr>`)}<//>`}<//>`;
}
