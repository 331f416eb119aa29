// Cube's own server with all its defaults, but for the address: CubejsServer.listen() binds to every interface.
const http = require('http');
const bodyParser = require('body-parser');
const express = require('express');
const CubejsServer = require('@cubejs-backend/server');

async function main() {
  const { core } = new CubejsServer();
  const app = express();
  app.use(bodyParser.json({ limit: '50mb' }));
  await core.initApp(app);
  const server = http.createServer(app);
  server.keepAliveTimeout = 75000; // as long as the other peers' servers keep an idle connection
  server.listen(Number(process.env.PORT), '127.0.0.1');
}

main().catch((error) => {
  console.error(error.stack || error);
  process.exit(1);
});
