<?php
return ['data' => ['phone' => str_replace('+7', '8', $params['phone'])], 'state' => 'success'];
