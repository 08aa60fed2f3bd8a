"""Words that say the same kind of thing, French and English together: what is learnt of one holds for the others.

One concept a line: its name, `|`, its words, folded (no accents); `*` stands for any ending. A word stands under one
concept only; the first counts.
"""

from __future__ import annotations

from functools import lru_cache

from .text import listed

_TEXT = """
weekday | lundi* mardi* mercredi* jeudi* vendredi* samedi* dimanche* monday* tuesday* wednesday* thursday* friday*
  saturday* sunday* weekend* we wkd wknd weds tues thurs
daypart | matin matins matinee* soir soirs soiree soirees aprem midi morning* afternoon* evening* night* nuit nuits
  nights tonight lunchtime daytime journee journees noon
month | janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre january february april june
  july august september october november december ete hiver automne printemps summer winter autumn spring
unit | minute minutes min mn heure heures h hour hours hr jour jours day days semaine semaines week weeks mois month
  months annee annees an ans year years quart demi moitie half quarter
number | un une deux trois quatre cinq six sept huit neuf dix quinze vingt trente two three four five seven eight nine
  ten fifteen twenty thirty dozen douzaine 0
soon | aujourd tomorrow today demain hier yesterday maintenant now bientot soon tantot
free | libre libres dispo dispos disponible* disponibilit* free available availabilit* flexible* horaire* creneau*
  slot slots timetable
task | tache taches mission missions task tasks job jobs boulot taf travail corvee* chore chores besogne todo shift
  shifts gig
helpout | aider utile utiles useful coup main hand participer contribuer contribute volunteer* benevol* bosser pitch
finished | fini finie finis finies finit terminee* termine termines bouclee* boucle done finished completed achev*
  regle reglee accompli* plie pliee complete sorted wrapped effectue*
dropout | desist* desengag* annul* empechement imprevu contretemps forfait remplac* replacement replace withdraw* drop
  cancel cancels cancelled cancelling unable renonce* renoncer abandon* lache lacher swap cover sub
sick | malade* grippe gastro hopital hospitalis* angine fievre rhume covid sick ill flu hospital fever surgery
  operation opere* cheville entorse platre broken injured poorly sickness migraine*
bodypain | dent dents dentiste tooth toothache headache genou knee dos ventre tete stomach ankle sore throat gorge
  oreille medicament* medicine pills pilule* ordonnance vaccin* symptom* doctor medecin* doctors docteur
referent | referent* referente* referents interlocut* mentor expert experte specialist* ressource champion advisor
  adviser contactperson conseill* depann* eclairer orienter aiguiller renseigner
question | question* renseign* reponse* answer* conseil conseils advice avis
who | qui who whom whos
responsible | charge responsable* occupe occupent gere gerent organise organisatrice* president* tresor* secretaire
  treasurer secretary chair chairperson chairman chef boss leader coordin* runs incharge looks handles manages deals
document | document* doc docs pdf fichier* formulaire* form forms file files dossier dossiers lien liens link links
  modele modeles template* statuts constitution reglement pv tableur spreadsheet guide guides notice manuel manual
  handbook planning rota roster drive wiki trombi affiche flyer logo rib attestation* convention convocation bulletin*
  photo photos album tuto tutoriel* tutorial* plaquette charte kit slides diapo* trame livret brochure leaflet poster
  posters archive archives checklist
find | trouver trouve ou where cherche chercher recuperer retrouver telecharger download find looking locate
profile | profil profile fiche bio portrait record account compte page
selfinfo | competence competences skill skills talents interets hobbies info infos information informations
  coordonnees details
privatedata | donnees data rgpd gdpr privacy confidential* cnil personnelles personal prive privee private stored
  stock* conserv* hold collected collect fuite*
erase | effac* suppr* supprimer erase delete deletion remove wipe oublie oubliez oublier forget desinscri* desabonn*
  unsubscribe radier radiation detruire destroy purge resilier scrub deregister
pausing | pause break vacances holiday holidays conge conges repos souffler souffle rest absent* away silence mute
  snooze tranquille sabbati* hiatus suspend* breather breathe partiel* partiels exam exams examens revisions
return | retour reviens revenu revenue rentre rentree rentrer reprend* reprise back resume resuming returned unpause
  reactiv* reactivate reactiver unmute restart revoila recommence* return retablie remis
news | nouvelles news rate manque missed miss summary recap recapitulatif actus actualites update updates happened
  happening passe loupe loupes rattraper catch latest digest
group | groupe groupes group groups equipe equipes team teams salon salons commission* antenne section collectif
  branch room channel crew club clubs pole squad committee subcommittee
join | rejoindre join joining adherer adhesion* integrer membre* member* inscrire inscription sign signup enrol*
  register entrer adherent*
meeting | rencontr* connaitre connaissance* amis ami copain* copine* friend friends buddy buddies meet seul seule
  isole* lonely alone compagnie company solitude binome partenaire pote potes introduce presente pal pals cafe coffee
  mates mate socialise mingle papoter bavarder chat
statistics | stat stats statistique* chiffre* figure figures nombre total totaux numbers graph* courbe pourcent*
  percent* bilan bilans kpi indicateur* metrics tally count turnout combien many taux report rapport
survey | sondage* survey* questionnaire* poll polls doodle framadate enquete*
decision | decision* decid* vote voter votes votons voting ballot motion resolution trancher consensus approuver
  approve valider objection* consent consentement soumettre scrutin veto
language | francais anglais espagnol allemand italien portugais arabe ukrainien polonais breton french english spanish
  german italian portuguese arabic ukrainian polish welsh langue langues language languages lingua deutsch espanol
  traduction translate roumain turc russe russian turkish chinese chinois romanian farsi
thanks | merci mercis thank thanks thx cheers ta reconnaissant* gratitude grateful gracias appreciated appreciate
  remerci*
hello | bonjour bonsoir salut coucou hello hi hey hiya bye ciao revoir goodbye wesh yo salutations greetings bonne
  goodnight
oldstep | precedent* precedente previous arriere earlier avant undo revenir retourner backwards
stopit | annule annuler stop laisse laissez tomber nevermind oubli mind scrap abort
cannothelp | comprends comprendre perdu perdue lost confused paume paumee commandes commands aide help menu aidez
  fonctionnes mode instructions
emergency | urgent* urgence* urgently emergency vite immediat* immediately asap secours sos renfort* renforts
opinion | super genial nul nulle decu decue deception disappoint* great awful brilliant lovely terrible dommage bravo
  critique* remarque* feedback complaint plainte rude bien mal mauvais mauvaise excellent* fantastic bug bugs bugge
  lent slow agacant annoying parfait perfect mecontent* satisfied
idea | idee idees idea ideas propose proposer proposition suggestion* suggest suggere pourrait faudrait devrait could
  should organiser lancer monter creer
event | fete kermesse brocante loto tombola concert forum marche assemblee ag agm reunion* goutter gouter repas picnic
  barbecue fair bbq party festival stand stall buvette banquet gala permanence distribution collecte inventaire
  meeting workshop atelier ateliers tournoi
place | local salle hall jardin garden allotment potager cave grenier hangar shed van camion entrepot garage bureau
  office kitchen premises serre bibliotheque library
object | cle cles clef clefs key keys sono tente barnum chaises chairs tables projecteur projector imprimante printer
  caisse till alarme alarm gazebo tent outils tools banderole banner cartons boxes colis parcels tracts flyers
  affiches badges invitations courrier letters newsletter tickets
skilltrade | electricien* plombier* menuisier* infirmier* comptable* graphiste* developpeur* macon prof professeur
  institut* enseignant* cuisinier* couturier* jardinier* mecanicien* chauffeur traducteur* photographe* musicien*
  avocat* juriste* coiffeur* animateur* secouriste electrician plumber joiner carpenter nurse accountant designer
  developer teacher cook seamstress gardener mechanic driver translator photographer musician lawyer hairdresser
  bricoleur* bookkeeper engineer ingenieur* cadre builder baker boulanger* pastry patissier* librarian bibliothecaire*
  informaticien* journaliste journalist librarian* architecte architect
skillverb | sais savoir maitrise parle code coder couds coudre soude souder traduire traduis dessiner dessine bricole
  bricoler jardiner cuisiner repare reparer sew sewing weld cooking knit knitting drawing draw fix fixing repair
  repairing paint painting driving speak play build photoshop excel wordpress indesign comptabilite compta accounting
  bookkeeping menuiserie couture graphisme plomberie montage secourisme soudure carpentry plumbing joinery editing
  design guitare guitar piano
interestverb | aime adore interesse interessent passion* passionne* passionnee kiffe fan mordu* adorons love loves
  enjoy keen interested interest interests fascin* raffole branche into hobby curieu* curious captivat* attire*
interesttopic | ecologie climat nature environnement environment climate animaux animals oiseaux birds histoire
  history patrimoine heritage musique music theatre theater lecture reading poesie poetry cinema films randonnee
  hiking velo cycling jeux games astronomie astronomy sport sports danse dance dancing peinture yoga permaculture
  biodiversite biodiversity feminisme feminism handicap disability migrants refugees refugies droits rights education
  jeunesse youth aines elderly culture arts art chorale choir genealogie wildlife solidarite justice logement housing
  alimentation
weather | meteo pluie pleut pleuvoir neige snow rain raining rainy soleil sun sunny weather orage storm verglas
  temperature* canicule heatwave froid cold chaud hot wind vent brouillard fog gel ice degres
foodstuff | pizza pates pasta tarte gateau cake crepe* oeuf oeufs egg eggs poulet chicken soupe soup fromage cheese
  vin wine biere beer pain bread riz rice chocolat chocolate pomme* tomate* sauce recette* recipe* dessert dinner
  diner dejeuner lunch cuire cuisson bake boil fry curry sandwich burger frites beurre butter sucre sugar farine flour
  lait milk oven lasagne* quiche salade salad poisson fish viande meat steak confiture jam
family | maman papa mere pere mum mom dad mother father fils fille soeur frere sister brother mari femme husband wife
  grandma nan oncle tante cousin* neveu niece boyfriend girlfriend bebe baby enfant enfants kids kid child children
  grandchildren grandson granddaughter
animal | chats chien chiens cat cats dog dogs souris mouse lapin rabbit cheval horse poule poules hen hens hamster
  elephant lion tigre tiger araignee spider requin shark perroquet parrot goldfish baleine whale
sportgame | foot football rugby match psg om ligue league score scores but goal goals coupe tennis basket olympi* jo
  cricket arsenal chelsea liverpool united formule boxing euro mondial marathon wimbledon
politics | politique politics macron gouvernement government election* ministre minister parti brexit impots taxes tax
  retraites grevistes guerre war trump poutine depute senat parliament labour tory gauche droite syndicat* manif king
  roi reine queen
money | banque bank credit argent money euros pounds dollars dollar bitcoin crypto loan pret invest* bourse mortgage
  salaire salary loyer rent facture* virement impot gagner win prize gratuit promo soldes sale cheap
travel | train trains bus metro tram avion vol flight hotel taxi uber voyage travel camping valise suitcase gare
  station aeroport airport passport passeport billet plane traffic bouchons autoroute motorway sncf petrol essence
  plage beach
media | film serie series netflix tele tv youtube radio chanson song songs spotify fortnite minecraft roman novel
  podcast acteur actor actrice chanteur singer tiktok instagram facebook snapchat whatsapp
gadget | telephone phone iphone android ordinateur computer laptop wifi internet box broadband ecran screen batterie
  battery windows virus tablette tablet imei bluetooth chargeur charger appli app
homeroom | frigo fridge chauffage boiler heating chaudiere canape sofa lampe lights lumiere light evier sink toilettes
  toilet aspirateur vacuum hoover microwave dishwasher moquette carpet chambre bedroom
school | devoirs homework maths math dissertation essay exercice exercise redaction expose philo physique physics
  chimie chemistry equation racine multiplication divise conjugue conjugaison theoreme theorem thesis coursework
  calcule calculate
knowledge | capitale capital population pays country countries planete planet* lune moon terre earth univers universe
  dinosaur* napoleon shakespeare einstein inventa inventor invente invented siecle century distance hauteur height
  ocean fleuve river tallest fastest largest biggest definition synonym* rime
joke | blague blagues joke jokes drole funny rire laugh devinette riddle poeme poem haiku chante sing story limerick
  charade meme
lovelife | amour aimes epouser marry celibataire* single date dating draguer sexe sex sexy embrasse kiss divorce ex
insult | con connard idiot idiots idiote imbecile stupide stupid moron merde shit fuck fucking putain salaud bitch
  debile gueule pute bastard wanker abruti cretin crap twat dumb
tome | toi te tu you yourself t
self | je j i me moi m myself my mon ma mes mine
us | nous on us our nos notre
not | pas ne n not no non jamais never plus without sans don doesn isn won
"""


def _read() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and beginnings of words -> concept."""
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    name = ""
    for line in _TEXT.strip().splitlines():
        said = line
        if "|" in line:
            name, said = (part.strip() for part in line.split("|"))
        for word in listed(said):
            if word.endswith("*"):
                begun.setdefault(word[:-1], name)
            else:
                whole.setdefault(word, name)
    return whole, begun


_WHOLE, _BEGUN = _read()


@lru_cache(maxsize=20_000)
def concept(word: str) -> str | None:
    """The concept of a folded word, by itself or by the longest beginning listed; `None` for most words."""
    if word in _WHOLE:
        return _WHOLE[word]
    for end in range(min(len(word), 14), 2, -1):
        if word[:end] in _BEGUN:
            return _BEGUN[word[:end]]
    return None
