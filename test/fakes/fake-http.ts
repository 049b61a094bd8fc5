import type { Http, HttpAnswer, HttpRequest } from '../../src/ports/http.ts';

/** Gives its answers in turn, the last one for ever; keeps what was asked. Without one nothing may be asked. */
export function fakeHttp(answers: readonly HttpAnswer[] = []) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    get(request) {
      asked.push(request);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new Error(`asked: ${request.url}`));
    },
  };
  return { ...http, asked };
}

export function answered(value: unknown, status = 200): HttpAnswer {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { kind: 'answered', status, body };
}
