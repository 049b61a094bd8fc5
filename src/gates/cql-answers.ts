import type { Gate, GateSubject } from '../model/gate.ts';
import type { CqlLocal } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { pass, refuse, wait, whyMissing } from './verdict.ts';

export const cqlAnswers: Gate = {
  id: 'cql-answers',
  title: 'the node answers CQL and is the same node: host id, place, tokens',
  needs: ['cql-local'],
  judge({ snapshot, subject }) {
    const seen = nodeOf(snapshot, subject.address)?.sources['cql-local'];
    const local = valueOf(seen);
    if (!local) return wait(`CQL of ${subject.address} gave no answer, ${whyMissing(seen)}`);
    const changed = changesOf(subject, local)[0];
    if (changed) return refuse(`${subject.address} says ${changed}`);
    return pass(`${local.tokenCount} tokens, release ${local.releaseVersion}`);
  },
};

function changesOf(subject: GateSubject, local: CqlLocal): readonly string[] {
  const checks = [
    { what: 'host id', was: subject.hostId, is: local.hostId },
    { what: 'dc', was: subject.dc, is: local.dc },
    { what: 'rack', was: subject.rack, is: local.rack },
    { what: 'token count', was: subject.tokenCount, is: local.tokenCount },
    { what: 'bootstrapped', was: 'COMPLETED', is: local.bootstrapped },
  ];
  return checks
    .filter(({ was, is }) => was !== is)
    .map(({ what, was, is }) => `${what} ${is}, it was ${was}`);
}
