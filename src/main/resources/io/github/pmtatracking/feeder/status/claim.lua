-- KEYS: verdicts. ARGV: now, when they are due again (both ms since 1970), most batches. Returns the ids of the
-- batches that are due.
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do
  redis.call('ZADD', KEYS[1], ARGV[2], id)
end
return ids
