/** Of `ringward playbook show`; `list` has no Markdown. */
export type PlaybookFormat = 'text' | 'markdown' | 'json';
