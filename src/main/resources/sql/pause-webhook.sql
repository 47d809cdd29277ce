update webhook set paused_until = :ahead(pause) where id = :id
