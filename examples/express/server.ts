// Express 5. The webhook reads the body itself: it stands before any body parser.
import { createNodePushHandler } from '@mingpian/wechat/node-handler';
import { createNodeLogin } from '@mingpian/wechat/node-login';
import express from 'express';
import { frontPage, port, pushes, signIn } from '../settings.ts';

const login = createNodeLogin(signIn);

express()
  .all('/wechat/webhook', createNodePushHandler(pushes))
  .get('/wechat/callback', login.callback)
  .get('/login', login.start)
  .get('/', async (request, response) => {
    response.send(await frontPage(request.headers.cookie));
  })
  .listen(port, '127.0.0.1');
