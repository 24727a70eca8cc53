/** A program on our own machine that speaks MCP on its standard input and output, as the server's own file has it. */
export interface UpstreamProgram {
  readonly slug: string
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string | null
}
