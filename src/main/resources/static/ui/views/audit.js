// Who did what, and when.
import { html } from '../lib.js';
import { query } from '../api.js';
import { useCall, Answered, Id, Time, Table, link } from '../parts.js';
import { number } from '../format.js';

export function Audit({ filter }) {
  const call = useCall(`api/audit${query({ after: filter.after, limit: 50 })}`);
  return html`<h1>Audit</h1><${Answered} call=${call} what="the audit">${({ audit, after }) => html`
    <${Table} label="Audit" head=${['When', 'Token', 'Action', 'What', 'Application', 'Counts']} empty=${audit.length ? '' : 'Nobody has changed anything yet.'}>${audit.map((one) => html`<tr key=${one.id}>
      <td><${Time} at=${one.at} /></td><td class="id">${one.token_hint}</td><td>${one.action.replaceAll('_', ' ')}</td>
      <td>${one.target ? html`${one.target.kind?.replaceAll('_', ' ')} <${Id} of=${one.target.id ?? ''} href=${one.target.kind === 'start_request' ? link('requests', one.target.id) : undefined} />` : ''}</td>
      <td>${one.application_code ?? ''}</td><td>${Object.entries(one.counts ?? {}).map(([name, n]) => `${name.replaceAll('_', ' ')} ${number(n)}`).join(', ')}</td></tr>`)}<//>
    <nav class="pages" aria-label="Pages">${filter.after ? html`<a href="#/audit">Newest</a>` : ''} ${after ? html`<a href=${link('audit', '', { after })}>Older</a>` : ''}</nav>`}<//>`;
}
