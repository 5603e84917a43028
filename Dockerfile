# Debian, not Alpine: the embedded store's prebuilt binary is tried on glibc.
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --include=dev --loglevel=error
COPY . .
RUN npm run build \
    && npm prune --omit=dev --no-audit --no-fund --loglevel=error \
    && chmod 0755 dist/cli/main.js \
    && mkdir -p node_modules/.bin \
    && ln -sf ../../dist/cli/main.js node_modules/.bin/keyledger

FROM node:26-bookworm-slim
ENV NODE_ENV=production \
    KEYLEDGER_HOST=0.0.0.0 \
    KEYLEDGER_DATA_DIR=/data
# A named volume takes owner and mode from this folder when it is first mounted.
RUN install -d -o node -g node -m 0700 /data \
    && ln -s /app/dist/cli/main.js /usr/local/bin/keyledger
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/scripts/healthy.mjs ./scripts/healthy.mjs
USER node
EXPOSE 8080
VOLUME /data
# Asks where the server listens: KEYLEDGER_PORT, and over TLS where it speaks it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "scripts/healthy.mjs"]
# Node itself, not npm: SIGTERM reaches the server and its exit code is the container's.
CMD ["node", "dist/src/main.js"]
