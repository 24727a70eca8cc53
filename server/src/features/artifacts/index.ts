/**
 * Files of what was seen: screenshots, reports, traces and HARs of looks, and the picture of every project. Kept for a
 * while, given to those who may see the project, never as a document. What makes them is left to the check kinds.
 */
export type { ArtifactOwner } from './artifact.ts'
export { addArtifactDownloads } from './artifact-downloads.ts'
export { type Artifacts, artifactsKey } from './artifacts-key.ts'
export { artifactsSetting } from './artifacts-setting.ts'
export { createArtifacts } from './create-artifacts.ts'
