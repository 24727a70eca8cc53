import type { Upstream, UpstreamDetail, UpstreamTool } from './upstream.ts'

const at = '2026-03-09T01:00:00.000Z'

/** Servers of others and their tools as the API gives them, for tests: say only what the test is about. */
export const sampleUpstream = (changes: Partial<Upstream> = {}): Upstream => ({
  ...{ id: 3, slug: 'wiki', title: '사내 위키', kind: 'http', is_from_file: false, is_in_file: true },
  ...{ url: 'https://wiki.example.com/mcp', command: null, least_role: 'user', tags: ['wiki'] },
  ...{ prefixes: 'on_collision', is_enabled: true, timeout_seconds: null },
  credential: {
    ...{ kind: 'shared', header: 'Authorization', scheme: 'bearer' },
    ...{ is_set: true, is_mine_set: false, listed_by: null },
  },
  health: {
    ...{ state: 'up', since: at, last_ok_at: at, last_error: null, last_error_at: null },
    ...{ latency_ms: 20, breaker: 'closed', retry_at: null },
  },
  server: { name: 'wiki', version: '1.0.0', protocol_version: '2026-07-28', era: 'modern' },
  ...{ tool_count: 2, waiting_count: 0, resource_count: 0, prompt_count: 0 },
  ...{ listed_at: at, created_at: at, updated_at: at },
  ...changes,
})

export const sampleUpstreamDetail = (changes: Partial<UpstreamDetail> = {}): UpstreamDetail => ({
  ...sampleUpstream(),
  ...{ instructions: null, resources: [], resource_templates: [], prompts: [] },
  ...changes,
})

export const sampleHash = 'a'.repeat(64)

export const sampleUpstreamTool = (changes: Partial<UpstreamTool> = {}): UpstreamTool => ({
  ...{ name: 'search', title: null, description: '글을 찾습니다.', problems: [], annotations: {} },
  ...{ definition: { name: 'search' }, hash: sampleHash, state: 'approved', tool: 'search', alias: null },
  ...{ effect: 'write', is_effect_set: false, diff: null, changed_at: at, approved_at: at, approved_by: '김봉수' },
  ...changes,
})
