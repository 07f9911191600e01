import time
from tests.cast import World, WHO
def test_try(world: World) -> None:
    t=time.time()
    for who in WHO:
        b=world.browser(who)
        print(who, [b.get(u).status_code for u in ('/','/can-bo/','/ho-so/','/can-bo/quan-tri/nhan-su/moi/','/can-bo/quan-tri/thu-tuc/', '/ho-so/%s/'%world.codes['received'],'/can-bo/ho-so/%s/'%world.codes['department'])])
