# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY server/package.json server/
COPY console/package.json console/

FROM manifests AS console
RUN npm ci
COPY . .
RUN npm run build

# Only what the server runs on: no test tools, nothing of the console, and not the Node that the lock file brings for
# machines without one. Native parts of packages are optional dependencies and must stay.
FROM manifests AS packages
RUN npm ci --omit=dev --workspace server --workspace contract

FROM node:24-bookworm-slim
# --build-arg WITH_CHROMIUM=1 brings the browser of browser checks, about 500 MB with fonts.
ARG WITH_CHROMIUM=
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends iputils-ping ${WITH_CHROMIUM:+chromium chromium-sandbox fonts-noto-cjk} && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production BONGSU_HOST=0.0.0.0 BONGSU_DATA_DIR=/data NODE_COMPILE_CACHE=/tmp/bongsu-compiled
WORKDIR /app
COPY --from=packages /app ./
COPY contract/src contract/src
COPY server/src server/src
COPY server/migrations server/migrations
COPY --from=console /app/console/dist console/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8600
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.BONGSU_PORT || 8600}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node lets the young part of its heap grow to 128 MB for nothing: checks leave little behind that lives on.
CMD ["node", "--max-semi-space-size=16", "server/src/main.ts"]
