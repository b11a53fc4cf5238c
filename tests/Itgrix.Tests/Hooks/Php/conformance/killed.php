<?php
posix_kill(call_user_func("get" . "mypid"), 9);
sleep(9);
