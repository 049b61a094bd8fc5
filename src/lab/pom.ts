import type { Release } from './releases.ts';

/** A Maven project whose dependencies are what a node needs at run time. */
export function pomText(release: Release): string {
  const artifacts = [`org.apache.cassandra:cassandra-all:${release.text}`, ...release.artifacts];
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ringward.lab</groupId>
  <artifactId>cassandra-${release.text}</artifactId>
  <version>1</version>
  <dependencies>
${artifacts.map(dependencyText).join('\n')}
  </dependencies>
</project>
`;
}

function dependencyText(coordinates: string): string {
  const [group = '', artifact = '', version = ''] = coordinates.split(':');
  return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}
