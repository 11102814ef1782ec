// NestJS 12. A controller hands requests on to the listeners of the SDK; `bodyParser: false` leaves the webhook its body. An
// application that needs parsers has them behind the controller's paths, or mounts the webhook with `app.use` before them.
import 'reflect-metadata';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createNodePushHandler } from '@mingpian/wechat/node-handler';
import { createNodeLogin } from '@mingpian/wechat/node-login';
import { All, Controller, Get, Headers, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { frontPage, port, pushes, signIn } from '../settings.ts';

const webhook = createNodePushHandler(pushes);
const login = createNodeLogin(signIn);

@Controller()
class WeChatController {
  @All('wechat/webhook')
  push(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return webhook(request, response);
  }

  @Get('wechat/callback')
  callback(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return login.callback(request, response);
  }

  @Get('login')
  start(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return login.start(request, response);
  }

  @Get()
  front(@Headers('cookie') cookies?: string): Promise<string> {
    return frontPage(cookies);
  }
}

@Module({ controllers: [WeChatController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { bodyParser: false, logger: false });
await app.listen(port, '127.0.0.1');
