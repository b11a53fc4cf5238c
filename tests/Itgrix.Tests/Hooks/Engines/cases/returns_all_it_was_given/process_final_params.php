<?php
return array('state' => 'success', 'data' => $params);
