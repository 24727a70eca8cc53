import type { Json } from '../tools/tool.ts'

/** A resource, a template of resources, or a prompt of one source, as it is offered under one address. */
export interface Offered {
  readonly sourceId: string
  /** What its own server calls it: the URI of a resource, the template of many, the name of a prompt. */
  readonly nameInSource: string
  /** As its server describes it, under the name it has here. */
  readonly definition: Json
}

/** A choice of tools, resources and prompts under one address, as one caller sees it at this moment. */
export interface VirtualServer {
  readonly slug: string
  readonly title: string
  readonly instructions: string | null
  /** In order: the names of this server, each with the name its tool has in the installation. */
  readonly tools: ReadonlyMap<string, string>
  toolNamed(name: string): string | undefined
  readonly resources: readonly Offered[]
  readonly resourceTemplates: readonly Offered[]
  readonly prompts: readonly Offered[]
  /** The resource behind a URI, also one that no list names but that a template of this server makes. */
  resourceAt(uri: string): Offered | undefined
  promptNamed(name: string): Offered | undefined
  /** Every source that something here comes from, in order. */
  readonly sourceIds: readonly string[]
}
