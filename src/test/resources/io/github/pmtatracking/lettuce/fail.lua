return redis.error_reply('this script fails')
