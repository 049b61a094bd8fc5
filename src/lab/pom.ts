import type { Release } from './releases.ts';

/** A Maven project whose dependencies are what a node needs at run time. */
export function pomText(release: Release): string {
  return projectText(`cassandra-${release.text}`, [
    `org.apache.cassandra:cassandra-all:${release.text}`,
    ...release.artifacts,
  ]);
}

/** A Maven project that only has dependencies, each `group:artifact:version`. */
export function projectText(name: string, artifacts: readonly string[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ringward.lab</groupId>
  <artifactId>${name}</artifactId>
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
