// Writes a bill of materials in CycloneDX's form: node sbom.mjs <list of components> <file to write>.
// Without a serial number and a date, so that two builds of one commit have the same.

import { readFileSync, writeFileSync } from "node:fs";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";

const [list, out] = process.argv.slice(2);
const { version, components } = JSON.parse(readFileSync(list, "utf8"));

const component = ({ kind, name, version, licence }) =>
  new Models.Component(Enums.ComponentType.Library, name, {
    version,
    bomRef: `${kind}:${name}@${version}`,
    licenses: new Models.LicenseRepository([new Models.LicenseExpression(licence)]),
    purl: `pkg:${kind}/${name}@${version}`,
  });

const product = component({
  kind: "npm",
  name: "room-engine-admin",
  version,
  licence: "MIT OR Apache-2.0",
});
const bom = new Models.Bom({ metadata: new Models.Metadata({ component: product }) });
for (const part of components.map(component)) {
  bom.components.add(part);
  product.dependencies.add(part.bomRef);
}
const normalizers = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
const serializer = new Serialize.JsonSerializer(normalizers);
writeFileSync(out, `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`);
