// Who may import whom: the table of ARCHITECTURE.md as rules. `npm run verify` runs them; type imports count.
const ORDER = [
  'audit',
  'identity',
  'settings',
  'checks',
  'projects',
  'artifacts',
  'signals',
  'results',
  'incidents',
  'alerts',
  'schedule',
  'reports',
  'public-pages',
  'mail',
  'gateway',
  'upkeep',
]
const room = (names) => `^server/src/features/(${names.join('|')})/`
const test = '\\.test\\.tsx?$|^server/test/|^console/test/'

const laterRooms = ORDER.slice(0, -1).map((name, index) => ({
  name: `no-later-room-from-${name}`,
  comment: `${name} stands before these rooms: news travels to them as events`,
  severity: 'error',
  from: { path: room([name]), pathNot: test },
  to: { path: room(ORDER.slice(index + 1)) },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contract-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^contract/', pathNot: test },
      to: { path: '^(server|console|bench)/' },
    },
    {
      name: 'kernel-imports-contract-only',
      severity: 'error',
      from: { path: '^server/src/kernel/', pathNot: test },
      to: { path: '^(server/src/(?!kernel/)|console/)' },
    },
    {
      name: 'platform-imports-kernel-and-contract',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: test },
      to: { path: '^(server/src/(features/|app|main|config)|console/)' },
    },
    {
      name: 'rooms-through-their-face',
      comment: 'another room only through its index.ts',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: test },
      to: {
        path: '^server/src/features/([^/]+)/',
        pathNot: ['^server/src/features/$1/', '^server/src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'no-own-face',
      comment: 'inside a room import the file, never its own index.ts',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: test },
      to: { path: '^server/src/features/$1/index\\.ts$' },
    },
    {
      name: 'catalogue-members-stand-alone',
      comment: 'a member imports its contract, never another member',
      severity: 'error',
      from: {
        path: '^server/src/features/[^/]+/(kinds|channels|sources|steps)/(?!catalogue\\.ts|contract\\.ts)[^/]+\\.ts$',
        pathNot: test,
      },
      to: {
        path: '^server/src/features/[^/]+/(kinds|channels|sources|steps)/(?!contract\\.ts)[^/]+\\.ts$',
        pathNot: '^server/src/features/[^/]+/(kinds|channels|sources|steps)/shared/',
      },
    },
    ...laterRooms,
    {
      name: 'only-main-builds-the-app',
      severity: 'error',
      from: { path: '^(server/src|contract|console)/', pathNot: [test, '^server/src/(main|commands/[^/]+)\\.ts$'] },
      to: { path: '^server/src/app\\.ts$' },
    },
    {
      name: 'one-way-out',
      comment: 'every byte that leaves goes through platform/outbound',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: [test, '^server/src/platform/(outbound|db|queue|bus|http|ws|browser)/', '^server/src/commands/'],
      },
      to: {
        path: '^(node:)?(net|tls|http|https|http2|dgram|dns|dns/promises)$|node_modules/(nodemailer|undici|playwright-core|ioredis|bullmq|pg|ws|mysql2|mqtt)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'console-imports-contract-only',
      severity: 'error',
      from: { path: '^console/', pathNot: test },
      to: { path: '^(server|bench)/' },
    },
    {
      name: 'console-features-never-import-each-other',
      severity: 'error',
      from: { path: '^console/src/features/([^/]+)/' },
      to: { path: '^console/src/features/([^/]+)/', pathNot: '^console/src/features/$1/' },
    },
    {
      name: 'console-look-knows-no-feature',
      severity: 'error',
      from: { path: '^console/src/(ui|lib)/', pathNot: test },
      to: { path: '^console/src/(app|features)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
