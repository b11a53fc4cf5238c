<?php
function only_here() { return php_sapi_name(); }
