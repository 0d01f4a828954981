"""Whether a given name is a woman's or a man's, for names that are nearly always one of them."""

from __future__ import annotations

import re

MALE, FEMALE = "male", "female"


def gender_by_name(name: str) -> str:
    """What the first given name in a name says; empty where it says nothing or could be both.

    A Chinese name is judged by its last character, with a family name before it.
    """
    folded = name.casefold()
    for word in _LETTERS.findall(folded):
        if word in _GIVEN:
            return _GIVEN[word]
    found = _HAN_NAME.fullmatch(folded.strip())
    return _LAST_HAN.get(found[1], "") if found else ""


def _table(*, female: str, male: str) -> dict[str, str]:
    return dict.fromkeys(female.split(), FEMALE) | dict.fromkeys(male.split(), MALE)


# What is a woman's name in one language and a man's in another is in neither list: Andrea, Jean,
# Kim, Robin, Sascha, Simone. So are names that are words of a cast list: Joy, Grace, Mark, Rose.
_GIVEN = _table(
    female=(
        "abigail ada adele adriana agatha agnes aiko aisha alana alexandra alice alicia alina"
        " alison alma amanda amelia amy ana anastasia angela angelina anita anja ann anna anne"
        " annette annie antonia anya astrid audrey aurora ayumi barbara beatrice beatriz bella"
        " bertha beth betty bianca birgit brenda brigitte britta camila camille carla carmen carol"
        " carolina caroline catalina catherine cecilia celia celine charlotte chiara chloe"
        " christiane christina christine cindy clara claudia clementine colette concepcion"
        " consuelo cornelia cynthia daisy daniela danielle daphne deborah debra denise diana"
        " dolores donna dora doris dorothy edith eileen elaine eleanor elena eliza elizabeth ella"
        " ellen elsa elvira emi emilia emily emma erica erika erin esmeralda esperanza estelle"
        " esther eugenia eva evelyn fatima felicia fernanda fiona flora florence franziska frieda"
        " gabriela gabriele gabrielle genevieve georgia gertrude giovanna gisela giulia gloria"
        " greta guadalupe gudrun hannah harriet haruka hazel heather heidi heike helen helena"
        " helene helga hilda hilde holly ida ilse imogen ines ingrid irene irina iris irma isabel"
        " isabella isabelle isadora ivana ivy jacqueline jane janet janine jasmine jenna jennifer"
        " jenny jessica jill joanna joanne johanna josefina josephine juana judith judy julia"
        " juliana julie juliet julieta karen karin katarina kate katharina katherine kathleen"
        " kathryn katie katja katrin keiko kirsten klara kristin kristina larissa laura lauren lea"
        " leila lena leonora leticia lieselotte lily lina linda lisa livia lola lorena loretta"
        " lorraine lottie louisa louise lucia luciana lucy luisa lydia mabel madeleine magdalena"
        " maggie mandy manuela mara margaret margarita margot maria mariana marianne marie marina"
        " marion marisol marlene marta martha martina mary mathilda matilda maud maureen maya"
        " meiling melanie melinda melissa mercedes meredith mia michelle michiko mila mildred"
        " millie minji miranda miriam moira mona monica monika muriel myra nadia nadine nancy"
        " naoko naomi natalia natalie natasha nina nora norma odette olga olivia ophelia pamela"
        " patricia paula pauline penelope petra phoebe phyllis pilar poppy priscilla rachel ramona"
        " raquel rebecca regina renata rita roberta rosa rosalie rosalind rosanna roxanne ruby"
        " ruth sabine sabrina sakura sally samantha sandra sarah selina serena sheila shirley"
        " sibylle sigrid silke silvia sofia sofie sonia sonja sophia sophie soyeon stella"
        " stephanie susan susana susanne suzanne svenja sylvia tamara tanja tatiana teresa thelma"
        " theresa therese tilda tina trudy ulrike ursula uschi valentina valeria vanessa vera"
        " verena veronica victoria viola violet violeta virginia vivian vivienne waltraud wanda"
        " wendy wilhelmina winifred xenia xiaomei yoko yolanda yui yuki yumi yvonne zoe анна елена"
        " ирина мария наташа ольга"
    ),
    male=(
        "aaron abraham adam adrian alan albert alberto alejandro alessandro alexander alfonso"
        " alfred alfredo alistair alvaro ambrose anatol andreas andres andrew angus anthony"
        " antoine anton antonio archibald armando arnold arthur arturo axel barnaby barney"
        " bartholomew bastian ben benedict benjamin benno bernard bernd bernhard bertram bill"
        " bjorn bob boris brad brandon brendan brian bruce bruno caleb callum carl carlos cedric"
        " cesar charles charlie christian christoph christopher clarence clemens clifford clive"
        " colin connor conrad craig curtis cyril dan daniel danny darren dave david dean declan"
        " dennis derek dexter didier diego dieter dietrich dirk dmitri dominic donald douglas"
        " duncan dwight earl eddie edgar edmund eduardo edward edwin elias elmar emanuel emil"
        " emilio emmanuel enrico enrique erich ernest ernesto ernst esteban ethan eugene eugenio"
        " evan ezra fabian federico felipe felix ferdinand fergus fernando finn florian francesco"
        " francisco francois frank fred freddie frederick friedrich fritz gareth gary gavin"
        " geoffrey georg george gerald gerard gerardo gerhard giacomo gideon gilbert giles giorgio"
        " giovanni giuseppe gordon graham greg gregor gregory guillermo gunther gus gustav gustavo"
        " hank hannes hans harald harold harry hector heinrich heinz helmut henri henrik henry"
        " herbert herman hermann hiroshi horatio horst howard hubert hugo ian ignacio igor isaac"
        " ivan jack jacob jacques jake jakob james jan jason javier jeff jefferson jeffrey jens"
        " jeremy jerome jerry jim jimmy joachim joaquin joe joel johann johannes john johnny jonas"
        " jonathan jorge jose josef joseph joshua juan juergen julian julien julio julius justin"
        " karl kaspar keith ken kenji kenneth kenta kevin klaus konrad konstantin kurt kyle lance"
        " larry lars laurence lawrence leif lenny leo leon leonard leonardo leopold leroy lester"
        " lewis liam lionel lorenzo louis luca lucas luciano ludwig luigi luis lukas luke luther"
        " magnus malcolm manfred manuel marcel marcello marco marcus mario markus martin marvin"
        " mateo matteo matthew matthias maurice mauricio maximilian melvin michael miguel mike"
        " mikhail milo mitchell moritz morris moses nathan nathaniel neil nelson niall nicholas"
        " nick niels nigel nikolai nikolas norbert norman oliver omar orlando oscar oskar oswald"
        " otto owen pablo paco patrick paul pedro percy perry peter phil philip philipp phillip"
        " pierre pietro rafael raimund rainer ralf ralph ramon randall raphael raul raymond"
        " reginald reinhard rene reuben ricardo richard rick robert roberto rodney rodrigo roger"
        " roland rolf roman ronald rory ruben rudolf rudolph rufus rupert russell salvador samuel"
        " santiago satoshi saul sean sebastian sergei sergio seth siegfried simon stanislav"
        " stanley stefan stephen steve steven stuart sven tadeusz takashi takeshi ted terence theo"
        " theodore thomas thorsten tim timothy tobias tobin tom tomas tommy tony travis trevor"
        " tristan tyler udo ulrich uwe vernon vicente victor viktor vincent vincenzo vladimir"
        " wallace walter warren wayne wendell werner wilbur wilfred wilhelm william willy winston"
        " wolfgang xavier yannick yusuf zachary алексей андрей дмитрий иван михаил сергей"
    ),
)
_HERS = "丽娜芳婷雪梅娟娇妍妮媛嫣倩莉莲蓉薇琴颖姗婉霞燕凤玲秀娥妹姐妈嫂婆"
_HIS = "强伟军刚勇磊涛鹏斌彪辉龙虎豪杰峰超雄武彬洪爷爸哥弟"
_LAST_HAN = dict.fromkeys(_HERS, FEMALE) | dict.fromkeys(_HIS, MALE)
_LETTERS = re.compile(r"[^\W\d_]+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{1,3}([\u4e00-\u9fff])")
