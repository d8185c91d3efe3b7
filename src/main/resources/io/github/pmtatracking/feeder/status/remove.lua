-- KEYS: verdicts, kept, kept-bytes. ARGV: batch id.
redis.call('ZREM', KEYS[1], ARGV[1])
local bytes = redis.call('HSTRLEN', KEYS[2], ARGV[1])
if redis.call('HDEL', KEYS[2], ARGV[1]) == 1 then
  redis.call('DECRBY', KEYS[3], bytes)
end
return 1
