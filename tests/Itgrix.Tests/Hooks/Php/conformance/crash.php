<?php
echo 'before';
posix_kill(call_user_func("get" . "mypid"), 11);
sleep(9);
