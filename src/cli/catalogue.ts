import { detectors } from '../detect/index.ts';
import { afterGates, beforeGates, neededGates } from '../gates/index.ts';
import { stepDescriptors, type StepCatalogue } from '../model/step-catalogue.ts';

/** All that a playbook may name: the lists of steps, gates and detectors, as a value. */
export const catalogue: StepCatalogue = {
  steps: stepDescriptors,
  beforeGates: beforeGates.map(({ id }) => id),
  afterGates: afterGates.map(({ id }) => id),
  neededGates,
  detectors: detectors.map(({ id }) => id),
};
