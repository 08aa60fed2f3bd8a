"""Words that speak for a skill or an interest, French and English. A catalogue's own aliases come on top.

One concept a line: names that a catalogue may give it, `|`, other words for it; an indented line goes on. Folded (no
accents); `*` stands for any ending. Words of several concepts may stand under each.
"""

from __future__ import annotations

_TEXT = """
accueil, welcoming, reception | accueil*, recevoir public, recevoir gens, recois gens, receptionnist*, standardiste,
  hotesse accueil, renseigner gens, renseigner visiteurs, orienter visiteurs, guichet, welcom*, greet*, meet and
  greet, front desk, front house, reception*, usher*, billetterie, mettre gens aise, door people
animation, animation ateliers, facilitation ateliers, workshop facilitation, youth activities | anim*, bafa, bafd,
  ateliers, workshop*, colonie*, colo, centre aere, moniteur, monitrice, occuper enfants, jeux enfants, playleader,
  run activities, mener atelier*
bricolage, diy, handyman, odd jobs, maintenance | bricol*, perceuse, visseuse, monter meubles, petites reparations,
  petits travaux, outils, tools, handy*, odd jobs, fix things, fixing things, flat pack, ikea, drill*, percer,
  visser, reparer trucs, repare tout, etageres, shelves, tournevis, screwdriver, hammer, marteau, bidouill*, main
  oeuvre, adroit* mains, good hands
communication, campaigning, campaign, marketing, public relations, press | communiqu*, com externe, attache* presse,
  relations presse, communiques presse, marketing, publicite, advert*, campaign*, petition*, militant*, activis*,
  flyer*, plaquette, pr officer, press release*, publicist, comm interne, charge* com, charge* communication
comptabilite, accounting, bookkeeping, tresorerie, treasurer, finance, budget | compta*, comptable*, tresor*,
  bilan*, facture*, factur*, budget*, tenir comptes, fiches paie, expert comptable, account*, bookkeep*, book keep*,
  keep books, keep the books, doing books, do books, balance books, invoic*, payroll, treasur*, financ*, audit*,
  ledger*, tva, vat returns, bank reconcil*, tax returns, declaration* impots, chiffres, quickbooks, sage, comptes,
  note frais, notes frais, rembours*, reimburs*, expense*, recu fiscal, recus fiscaux, tax receipt*
couture, sewing | cou*dre, couds, coud, cousu*, couture*, couturier*, ourlet*, machine coudre, retouche* vetement*,
  retoucheu*, broderie, brod*, sew, sews, sewn, sewing, seamstress, tailor*, hem, hems, hemming, dressmak*, mending,
  mend clothes, alteration*, quilt*, embroid*, needlework, curtains, rideaux, costume*, patchwork, dressmaker,
  clothes, make clothes, vetements
tricot, knitting, crochet | tricot*, crochet*, knit*, laine, wool, yarn, pelote*, needles, socks, scarves, jumpers
cuisine, cuisine collective, cooking, catering, restauration, repas | cuisin*, cuisto*, cook*, cuistot, chef, chef
  cuisine, repas, plats, plat, recettes, popote, fourneaux, marmite*, mijot*, soupe*, couscous, mange*,
  restauration, restaurateur, restaurant, traiteur, cater*, meals, meal, kitchen*, recipes, buffet*, gamelle*,
  chutney, caterer, bouffe, food prep, lasagne*, curry, curries, paella, banquet*, canteen, cantine
patisserie, baking, boulangerie, cakes | patiss*, gateau*, tarte, tartes, biscuit*, bake, bakes, baker, baking,
  baked, bakery, cake*, pastry, pastries, boulang*, pain, bread, cookies, scones, brownies, cupcake*, crepes,
  viennoiserie*, entremets, pies, muffin*, sourdough, macarons, dessert*
dessin, drawing, illustration, painting, arts plastiques, art | dessin*, croquis, illustr*, peindre toile*, peinture
  aquarelle, aquarel*, bd, bande dessinee, caricatur*, crayon*, fusain, draw, draws, drawing*, sketch*, doodl*,
  cartoon*, comics, watercolour*, watercolor*, charcoal, manga*, peins tableaux, artiste peintre, portraits crayon,
  esquiss*
arts and crafts, arts crafts, craft, travaux manuels, loisirs creatifs, creative | craft*, potter*, ceramic*,
  poterie, origami, paint*, decoupage, papier mache, scrapbook*, making cards, card making, collage*, mosai*,
  travaux manuels, loisirs creatifs, bijoux, jewellery, jewelry, knitting, crochet*, macrame, clay, printmaking,
  candle*, sculpt*, vannerie, weav*, felt
droit, law, legal, legal advice, juridique | droit travail, droit*, avocat*, jurist*, juridi*, notaire*, magistrat*,
  huissier*, contrats, statuts association, lawyer*, law, solicitor*, barrister*, legal*, paralegal*, contract*,
  judge, conseil juridique, loi, lois, attorney, defense droits, tribunal
electricite, electrics, electrical, electrician | electri*, eclairage, tableau electrique, prises, cabler, cablage,
  wiring, wire, rewir*, sockets, fuse*, fusible*, disjoncteur*, habilitation electrique, lights fixing, lampes,
  lumiere*
electronique, electronics | electron*, circuit*, circuits imprimes, arduino, raspberry, microcontroleur*, carte
  mere, composants, resistances, fer souder, pcb, oscilloscope, fablab, soldering, cartes electroniques
enseignement, teaching, training, tutoring, education | enseign*, instit*, prof, profs, professeur*, maitresse
  ecole, maitre ecole, pedago*, donner cours, donne cours, cours particuliers, formateur*, formatrice*, apprendre
  lire, alphabetis*, teach*, taught, tutor*, trainer, lecturer, lecturing, educator, lessons, primary school,
  apprendre enfants, fle, explain things, expliquer choses, classroom, esol, tefl, schoolteacher, professeure,
  agrege*, maths prof, give classes, run classes
formation, training, mentoring | form*er, formateur*, formatrice*, formation*, transmettre, initier, initiation*,
  enseign*, apprendre autres, trainer, training, train people, train others, teach*, pedago*, onboarding, donne
  cours, donner cours, mentor*, cours informatique, prof, apprends aux
gestion projet, project management, coordination, project | chef projet*, cheffe projet*, gerer projet*, gere
  projet*, gestion projets, projets, piloter, pilotage, pilote projets, coordin*, planning*, planif*, gantt, scrum,
  agile, prince2, project*, programme manager, manage projects, deadlines, retroplanning, conduite projet*, kanban,
  pmo
graphisme, graphic design, design graphique, design, visuels | graphi*, graphisme, logo*, affiche*, photoshop,
  illustrator, indesign, canva, gimp, inkscape, figma, visuel*, charte graphique, infograph*, da, directrice
  artistique, directeur artistique, designer, graphic*, design posters, design flyers, design leaflets, poster
  design, flyers, maquett*, mise page, typograph*, typo, layout*, banners, poster*, leaflets, dtp, procreate,
  branding, brochure*
mise page, layout, desktop publishing, dtp | mise page, mettre page, mets page, maquett*, indesign, scribus,
  imprim*, typograph*, layout*, publisher, dtp, typeset*, pao, journal mise, brochure*, edition maquette
informatique, it support, computing, computers, it, numerique, tech support | informati*, ordi, ordis, ordinateur*,
  pc, computer*, windows, logiciel*, depann* pc, depann* ordi*, depannage informatique, tech, techie, geek, it
  support, it helpdesk, helpdesk, help desk, laptop*, software, printer*, imprimante*, internet, bureautique, excel,
  programm*, developpeu*, code, coder, codeuse, wifi, sysadmin, numerique, network*, tablets, tablettes, it,
  printers, linux
reparation ordinateurs, computer repair, depannage informatique | ordi, ordis, ordinateur*, pc, pcs, computer*,
  laptop*, depann*, hardware, disque dur, carte mere, portable lent, portables, windows, reinstall*, refurbish*,
  monter pc, changer ecran*, recondition*, reconditionn*, ecran casse, ram
administration systeme, system administration, sysadmin, devops | serveur*, sysadmin*, admin sys, adminsys,
  administr* serveur*, administrateur systeme*, administratrice systeme*, hebergement, infogerance, docker,
  kubernetes, debian, ansible, devops, system* admin*, server*, proxmox, vps, sauvegardes, backups, virtualis*, sre,
  hosting servers, systemes reseaux
bases donnees, database, databases, data base | postgres*, mysql, mariadb, sql, sqlite, base donnee*, bdd, oracle,
  mongodb, access microsoft, requete*, database*, dba, queries, nosql, sgbd
cybersecurite, cybersecurity, securite informatique, it security | cyber*, securite informatique, piratage, pirate*,
  pentest*, pentester, hacker*, hacking, antivirus, chiffrement, phishing, hameconnage, firewall*, pare feu, rssi,
  infosec, mots passe, vulnerabilit*, security audit*, securiser, securise, ssi
developpement web, web development, coding, programming, developpement, web, developer | developp* web, dev, devs,
  developpeu*, developper sites, site*, site internet, sites internet, sites web, html, css, javascript, js, php,
  react, vue, angular, node, nodejs, typescript, django, symfony, laravel, frontend, front end, backend, back end,
  fullstack, full stack, developer*, web dev*, websites, website*, webdev, webmaster, ruby, coder, code, codes,
  coding, codage, build websites, programm*, api, drupal
coding, programming, programmation, software development | code, codes, coding, coder, coded, program, programs,
  programm*, python, javascript, java, developer, software, rust, c++, scripts, script, dev, git, github, php
python | python, django, flask, pandas, script python, jupyter, fastapi, pip
wordpress | wordpress, wp, elementor, woocommerce, divi, plugin*
linux | linux, ubuntu, debian, mint, fedora, terminal, bash, gnu, logiciel libre, logiciels libres, archlinux,
  shell, ligne commande
nextcloud | nextcloud, owncloud, cloud, drive partage, onlyoffice, fichiers partages
web design, webdesign, ui design | web*, websites, website*, site*, figma, ui, ux, css, html, wordpress, wix,
  squarespace, landing page*, design sites
documentation, technical writing | document*, redige notices, notices, mode emploi, modes emploi, wiki*, manuel*,
  guides, guide utilisateur, tutoriel*, tutos, tuto, readme, docs, procedures, manuals, notice, faq, ecri* tuto*,
  ecri* notice*, ecri* documentation, ecri* mode* emploi
ergonomie, ux, user experience, accessibility | ergonom*, ux, ui, utilisabilite, experience utilisateur, interface*,
  accessibilite, usability, parcours utilisateur*, wireframe*, maquettes interface*, accessibility, user experience,
  design interfaces
tests utilisateurs, user testing, testing | test*, testeu*, tester site*, tester application*, panel*, beta test*,
  recette, bugs, entretiens utilisateurs, user test*, qa, utilisateurs, usability
facilitation reunions, facilitation, facilitator, animation reunions | facilit*, anim* reunion*, reunions, anim*
  debat*, mener reunion*, moder* reunion*, intelligence collective, sociocratie, tour parole, tours parole,
  distribuer parole, world cafe, run meetings, chair meeting*, chair, chairing, consensus, meetings, workshop*,
  brainstorm*, anime reunions, lead discussions, group discussions, discussion*
gestion communaute, community management, community manager | communaut*, community, cm, discord, animer groupe*,
  anime groupe*, telegram, matrix, slack, membres engage*, community manag*, fediverse
reseaux sociaux, social media, social networks, social | reseau* soci*, facebook, fb, instagram, insta, tiktok,
  twitter, mastodon, linkedin, community manager*, social media*, social network*, snapchat, snap, posts, stories,
  story, reels, bluesky, influenc*, tweets, publier posts, poster facebook, tik tok, hashtag*
reseau, networks, networking it, network | reseaux, reseau, cablage, routeur*, router*, wifi, switch*, vpn,
  ethernet, firewall, dns, ip, lan, fibre, brassage, cisco, tcp, admin reseau*, borne*
networking | network*, make contacts, contacts, connect people, connecting people, partnership*, build
  relationships, relations, know lots people, know everyone, linking people, partners, mingle
impression 3d, 3d printing | 3d, imprimante 3d, imprime 3d, fablab, fablabs, modelis*, blender, freecad, fusion 360,
  cad, imprimantes 3d, filament, prusa, thingiverse, cao
moderation, moderating | moder*, moderat*, forums, trolls, modo, gerer conflits ligne, commentaires, modos, filtrer
  messages, signalements
podcast, podcasting, radio | podcast*, radio*, baladodiffusion, enregistr* emission*, emission*, audacity, micro,
  micros, interview*, chronique*, audio, journaliste radio, record voices, microphone*, episodes
referencement, seo | seo, referenc*, google*, mots cles, analytics, backlink*, moteur* recherche, ranking, matomo,
  search engine*, sea, positionnement
sous titrage, subtitling, captioning, subtitles | sous titr*, soustitr*, sous titre*, subtitl*, caption*, aegisub,
  srt, malentendant* video*, transcri*
visioconference, videoconference, video calls, webinar | visio*, zoom, jitsi, bigbluebutton, bbb, teams, meet,
  webinaire*, webinar*, video call*, videoconf*, conference* distance, reunion* ligne, reunions distance, skype,
  streaming, google meet
traduction, translation, interpreting, langues, languages | tradui*, traduct*, interprete, interpretariat, bilingue,
  trilingue, polyglotte, translat*, interpret*, bilingual, trilingual, fluent*, langues, languages, parle anglais,
  parle espagnol, parle allemand, parle arabe, parle italien, parle portugais, langues etrangeres, version
  francaise, speak spanish, speak french, speak german, speak polish, speak arabic, speak italian, localisation
montage video, video editing, film making, video, filmmaking | monte* video*, montage*, monter film*, monter video*,
  video*, premiere pro, davinci, resolve, kdenlive, final cut, imovie, film, films, filme, filmer, filme*, realis*
  film*, clip*, cadreu*, camera*, youtube, edit video*, editing video*, vlog*, film mak*, filmmak*, videaste,
  rushes, reportage*, movie*, capcut, documentar*, camcorder, motion design, director, cameraman, after effects,
  tournage*
photographie, photography, photo | photo*, photos, photograph*, appareil photo, lightroom, reflex, portraits,
  pictures, dslr, darkroom, cliche*, shoot weddings, take pictures, snap pictures, prendre photos, camera,
  argentique, objectifs, developper pellicules
musique, music, instruments | musi*, violon*, piano*, guitar*, guitare, batterie, batteur, flute, saxo*, trompette,
  trumpet, accordeon*, chorale, chant, chante, chanter, chanteu*, basse, contrebasse, harpe, clarinet*, violin,
  cello, drum*, drummer, sing, singing, singer, band, orchestre, orchestra, fanfare, dj, solfege, ukulele, bagpipe*,
  keyboard player, keyboards, choir, compose songs, chansons, banjo, fiddle, trombone, mandoline, cornemuse, bass
  player, percussions, concert*, conservatoire
guitare, guitar | guitar*, gratte, gratter, ukulele, folk, acoustique, strum*, bass, electric guitar
chant, singing, chorale, choir | chant, chante, chantes, chanter, chants, chanteu*, chorale*, choriste*, soprano,
  alto, tenor, baryton, gospel, choir*, sing, sings, singing, singer, sang, karaoke, choeur*, vocal*, chef choeur,
  barbershop, lyrique
danse, dance, dancing | dans*, danc*, salsa, tango, hip hop, valse, bal, bals, bal folk, rock acrobatique, ballet,
  bachata, zumba, flamenco, choregraph*, fest noz, line dancing, swing, breakdance, classique danse
percussions, percussion, drums | percu*, batterie, batteur, batteuse, djembe*, tambour*, batucada, cajon, drum*,
  bongo*, rythm*, caisse claire, samba, tam tam*, derbouka, darbouka
theatre, drama, acting, theater | theatr*, improvisation, impro, comedien*, actor, actors, acteur*, actrice*,
  acting, act, actress, mise scene, metteu* scene, stage plays, plays, pantomime, panto, drama*, troupe, scene,
  amdram, am dram, marionnette*, clown*, amateur dramatics, musicals, theater, improv, jouer pieces
conte, storytelling, stories | cont*er, conte, contes, conteur, conteuse, conteurs, raconter histoire*, raconte
  histoire*, legende*, storytell*, stories, tell stories, tales, fairy tales, kamishibai, heure conte, bedtime
  stories, narrat*, inventer histoires
lecture voix haute, reading aloud, lecture, reading | lire histoires, lire haute voix, lire voix haute, lire, lis,
  lecture*, lectrice, lecteur, lire livres, lire personnes, read aloud, read stories, reading, livres audio,
  bibliothecaire, albums jeunesse, livres
organisation evenements, event planning, events, event management, event organisation, evenementiel | organis*
  evenement*, organis* fete*, organis* soiree*, organis* concert*, organis* festival*, organis* kermesse*, organis*
  repas, organis* vide grenier*, organis* tournoi*, organis* mariage*, organis* spectacle*, organis* loto*, organis*
  brocante*, evenementiel*, festival*, parties, plan parties, party planning, organise parties, organising parties,
  organize parties, fete*, fetes, wedding planner, conferences, fetes, kermesse*, loto, lotos, gigs, galas,
  evenements, event planner, plan weddings, organise weddings, organise events, run events, organising events,
  village fair
logistique, logistics | logisti*, transport*, convoi*, livrais*, livreu*, materiel, installer stands, installation
  stands, monter tentes, monter barnums, barnum*, manutention*, camion*, entrepot*, warehouse*, deliver*, haulage,
  supply chain, set up, setting up, setup, magasinier*, approvisionn*, cariste, demenag*, palettes, stock*,
  acheminement, load vans, moving stuff, dispatch*, forklift, chargement*
gestion stocks, stock control, inventory, stock | stock*, inventaire*, inventor*, entrepot*, warehouse*,
  magasinier*, magasinage, approvision*, reappro*, stocktak*, stock taking, reserve, supplies, stockroom,
  warehousing, stockage
mecanique, mechanics, car repair | mecan*, moteur*, voiture*, auto, autos, garage, garagiste, vidange*, mechanic*,
  engine*, cars, motorbike*, moto, motos, mobylette*, tracteur*, carburateur*, freins, car repair*, demonter moteur,
  courroie
menuiserie, carpentry, woodwork, charpente, ebenisterie | menuis*, bois, ebenist*, charpent*, travail bois, scie,
  raboter, rabot, carpent*, woodwork*, wood, joiner*, joinery, cabinet maker, cabinets, parquet, meubles bois,
  woodcarving, scier, marqueterie, saw, chisel*, poncer
fabrication meubles, furniture making | meubl*, etagere*, table*, chaise*, banc*, palette*, ebenist*, menuis*,
  fabrique* meuble*, armoire*, furniture, bois, placard*, commode*, buffets bois, lits
furniture restoration, restauration meubles, upholstery | furnitur*, restor* furnitur*, restor* chair*, old chairs,
  upholster*, antiques, french polish*, upcycl*, sanding, chairs, tables, do up old, reupholster*, wardrobes,
  dressers, varnish*
plomberie, plumbing | plomb*, fuite*, robinet*, sanitaire*, tuyau*, chauffagiste*, evier*, lavabo, plumb*, leak*,
  pipes, pipe, boiler*, sinks, toilets, radiator*, chauffe eau, soudure cuivre, joints, heating engineer, siphon*,
  leaky tap*, dripping tap*, fix taps, mend taps
painting decorating, peinture, decorating, painting and decorating | paint*, decorat*, wallpaper*, peindre murs,
  peinture murs, peintre batiment, repein*, tapisserie, papier peint, enduit*, plastering, emulsion, walls, peindre,
  ceilings, plasterer
maconnerie, masonry, bricklaying, building | macon*, ciment, beton, parpaing*, brique*, mur, murs, murets, enduits,
  carrelage, carreleu*, dalle*, batiment, brick*, masonry, stonework, concrete, chaux, btp, plaquiste, gros oeuvre,
  pierre seche, torchis, monter mur*
soudure, welding | soud*, weld*, chalumeau, arc, tig, mig, metallerie, metallurg*, ferronn*, metal, metalwork*,
  chaudronn*, forge*, blacksmith*, acier, braser, serrurier metallier
prise parole public, public speaking, prise parole, speaking | parler public, parle public, parler devant, parle
  devant, prise* parole, prendre parole, discours, orat*, eloquence, conference*, conferencier*, speech*, public
  speak*, speaking public, speak public, talk front, speaking front, speak front, presentations, speaker, give
  talks, giving talks, toastmaster*, presenter devant, micro main, present front, aise oral, aise micro, debate,
  debating, mc, compere, toastmasters, devant monde, devant gens
recherche financements, fundraising, grant writing, fundraiser, subventions, collecte fonds | subvention*,
  financement*, dossier* subvention*, mecen*, sponsor*, crowdfund*, financement participatif, levee fonds, lever
  fonds, lever argent, appel* projet*, demande* aide financiere, bailleur*, don*ateur*, dons, quete*, fundrais*,
  fund rais*, raise money, raising money, raise funds, raising funds, raised money, grant*, grant application*,
  bids, bid writing, bid writer, donor*, trouver argent, trouver sous, chercher sous, collect* fonds, helloasso,
  funding, financeurs, partenaires financiers, tombola*, raffle*, sponsorship, funding bids
grant writing, bid writing | grant*, bid, bids, funding application*, funding bid*, write bids, lottery funding,
  apply funding, subvention*, proposals, funding
redaction, writing, ecriture, copywriting, journalis*, newsletter | redig*, redac*, ecri*, ecris articles, ecrire,
  ecris, ecrivain*, ecriture, articles, article*, journalis*, plume, communiques, rediger, newsletter*, comptes
  rendus, compte rendu, textes, discours ecrire, blog*, write, writes, writing, writer, wrote, written, copywrit*,
  author, reporter*, lettres ecrire, poesie*, poem*, poet*, novels, press releases, jecri*, jecris, presse ecrite,
  pigiste, ecri* discours, write speeches, writing speeches
journalis* | journalis*, reporter*, article*, interview*, newspaper*, presse, press, news stories, report*,
  correspondent, columnist, local paper, investigat*
newsletter, lettre information, bulletin | newsletter*, lettre information, infolettre*, bulletin*, mailchimp,
  brevo, mailing*, gazette, journal association, emailing*, mailer, monthly email
relecture, proofreading, correction, editing | reli*, relec*, relit, relire, relis, corrig* fautes, corrig* texte*,
  correct* texte*, orthographe, grammaire, fautes orthographe, fautes, correct*eur*, correctrice*, proof*, proof
  read*, proofread*, spelling*, grammar, typos, edit, editor, copyedit*, copy edit*, punctuation, coquille*, corrige
  copies, corriger
editing, edition | edit, edits, editor, edited, editing, copyedit*, copy edit*, proofread*, sub editor, subediting,
  subeditor, rewrit*, revise texts, polish texts, grammar
secourisme, premiers secours, first aid, secours | secour*, psc1, pse1, pse2, sst, premiers gestes, gestes sauvent,
  gestes qui sauvent, pompier*, infirmier*, ambulanci*, croix rouge, defibrill*, massage cardiaque, first aid*,
  firstaid*, nurse, nurses, nursing, paramedic*, cpr, st john, red cross, doctor, medecin, aide soignante, aide
  soignant, protection civile, lifesav*, resuscitat*, emt, lifeguard, bandage*, medic, urgentiste, afps, brevet
  secouris*, soins urgence
secretariat, administration, secretarial, admin, minute taking | secretar*, secretaire*, assistante direction,
  assistante administrative, courrier*, administrati*, dactylo, saisie donnees, standard telephonique, taper
  lettre*, frappe, classement, archiv*, prise notes, proces verba*, pv, admin, admins, office work, typing, filing,
  clerk, clerical, data entry, office manager, letters, diary, pa for, personal assistant, paperwork, taper
  courrier*, bureau, agenda, paperasse, minutes, dossiers administratifs, demarches
minute taking, notes, prise notes | minutes, minute tak*, notes, note tak*, take notes, taking notes, write up
  meetings, shorthand, secretar*, compte rendu, comptes rendus, pv, meeting notes
jardinage, gardening, jardin, potager, horticulture | jardin*, potag*, plantes, plante, plantation*, planter,
  plante*, semis, semer, desherb*, taille arbres, tailler arbres, tailler haies, haies, tondre, tonte, pelouse*,
  maraich*, fleurs, legumes, main verte, garden*, plants, planting, weed*, weeding, mow*, mowing, prun*, hedge*,
  allotment*, lawn*, horticult*, green finger*, vegetable*, veg, roses, landscap*, paysagist*, serre, fruitiers,
  verger, digging, dig, greenhouse, bouture*, bechage
permaculture | permacul*, buttes, culture buttes, agroecolog*, agroforesterie, paillage, mulch*, sols vivants,
  culture en butte, lasagne jardin, foret comestible, design permacole
compostage, composting, compost | compost*, lombri*, vermicompost*, fumier, dechets verts, epluchures, biodechets,
  wormery, worm*
apiculture, beekeeping, abeilles | apicul*, apiculteur*, apicultrice*, abeille*, ruche*, ruchers, rucher, miel, bee,
  bees, beekeep*, hive*, honey, essaim*
botanique, botany, plantes, plants | botan*, plantes sauvages, plantes, plante*, herbier*, flore, flora, fleurs
  sauvages, cueillette*, wild flowers, wildflower*, herborist*, reconnaitre arbres, reconnaitre plantes, arbres, nom
  plantes, plantes medicinales, orchid*
ornithologie, bird identification, birdwatching, birds, oiseaux | oiseau*, ornitho*, bird*, lpo, nichoir*, jumelles,
  chants oiseaux, migrateurs, rapace*, bagu*, birdwatch*, birding, twitch*, rspb, warbler*, owls, nest boxes,
  passereaux
tree planting, arbres, forestry | tree*, arbre*, forest*, sapling*, hedge*, woodland*, reforest*, planter arbres,
  orchard*, plant trees
reparation velos, bike repair, velo, mecanique velo, bicycle repair | velo*, bike*, bicycl*, cycle repair*,
  derailleur*, biclou*, bicyclette*, vtt, puncture*, chambre air, crevaison*, rayons, mecano velo*, spokes, inner
  tubes, cycle mechanic, tandem, guidon*, handlebar*, selle, selles, saddle*, pneu*, tyre*, antivol*
cycling, velo, cyclisme | cycl*, bike*, biking, bicycl*, velo*, cyclist*, vtt, cargo bike, ride, tandem, pedal*
reparation electromenager, appliance repair | electromenager*, electro menager*, grille pain, grilles pain,
  aspirateur*, cafetiere*, lave linge, machine* laver, machines cafe, lave vaisselle, bouilloire*, frigo*, micro
  ondes, mixeur*, four, seche cheveux, fer repasser, robot cuisine, toaster*, washing machine*, vacuum cleaner*,
  kettle*, appliance*, repair cafe, gros electro, petit electro, fers repasser, refrigerateur*
langue signes, sign language, bsl, lsf | lsf, langue* sign*, signe* lsf, signer, signes, sourd*, malentendant*, bsl,
  asl, sign language*, signing, signed, deaf, makaton, lpc, parle signes, interprete lsf
mediation scientifique, science communication, vulgarisation, vulgarisation scientifique | scienc*, scientif*,
  vulgaris*, chercheu*, biolog*, physic*, chimi*, astronom*, doctorant*, expliquer science*, fete science, petits
  debrouillards, museum, laborato*, planetarium, experiences scientifiques
mediation, mediation conflits, conflict resolution | mediat*, mediateur*, mediatrice*, conflit*, conflict*,
  desamorcer, dispute*, negociat*, apaiser, calmer tensions, resoudre conflits, reconcili*, cnv, communication non
  violente, peacemak*, restorative, negotiat*, neighbours disputes, communication nonviolente
sonorisation, sound engineering, sono, sound | son, sono*, sonoris*, ingenieur son, table mixage, mixage, mixer,
  micros, enceinte*, ampli*, sound*, sound desk, sound engineer*, mixing desk, pa system, microphone*, regie son,
  regisseu*, audio, live sound, mixing, balance concerts, techno son, technicien son, technicienne son, speakers,
  recording studio, cables xlr, gig sound
conduite camion, truck driving, lorry driving, poids lourd | camion*, poids lourd*, permis c, permis poids,
  chauffeur* routier*, chauffeur* poids, routier*, lorry, truck*, hgv, fourgon*, utilitaire*, van, vans, chauffeur
  camion, 20 m3, super lourd, semi remorque*, permis ce, camionneu*
conduite, driving, driver, chauffeur, transport | condui*, conducteur*, conductrice*, permis, permis b, voiture*,
  chauffeu*, covoitur*, vehicule, minibus, driv*, driver*, lift*, car, van, clean licence, licence, license,
  transport*, vehicle, taxi, ambulancier*, vtc, fourgon*, drove, conduis, deliveries
minibus driving, minibus | minibus*, mini bus, d1, d1 licence, midas, bus driver, coach driver, drive buses, drive
  bus, community bus, passenger*
forklift driving, forklift, cariste | forklift*, fork lift*, caces, cariste*, warehouse licence, pallet truck*,
  reach truck*, counterbalance
encadrement sorties, accompagnement sorties, accompagnement, outings, guide | sortie*, encadr*, randonn*, rando,
  accompagn* , guide*, guide nature, guider, balade*, promenade*, excursion*, voyage*, accompagnateur*,
  accompagnatrice*, sorties scolaires, groupes nature, hik*, walk leader, mountain leader, chaperon*, bafa, outing*,
  visite* guidee*, musees, sortir personnes, accompagner personnes, scout*
visites domicile, home visits, befriending, visites | domicile, visit* personne*, visit* malade*, visit* aine*,
  rendre visite, visites, personnes isolees, isolees, tenir compagnie, compagnie personne*, aide domicile,
  auxiliaire vie, befriend*, home visit*, visit* elderly, visit* people, aide menagere, portage repas, petits freres
  pauvres
ecoute, listening, counselling, counseling, soutien | ecout*, oreille attentive, psycholog*, psy, soutien moral,
  empath*, sos amitie, confier, confidences, confient, listen*, good listener, counsel*, therap*, samarit*, mental
  health, bienveillan*, ecoutante, ecoutant, accompagnement deuil, relation aide, psychotherap*, bereavement,
  shoulder cry
telephone support, phone support, helpline | phone*, telephon*, hotline, helpline*, call centre*, call center*,
  calls, answer calls, answering calls, switchboard, samaritans, ring people, on the phone, ringing people,
  telesales
garde enfants, childcare, babysitting, enfance, petite enfance | gard* enfant*, gard* petit*, gard* bebe*, gard*
  gamin*, babysit*, baby sit*, baby sitt*, nounou*, assistant* maternelle*, creche*, auxiliaire puericult*,
  puericult*, atsem, nourrice*, childmind*, child mind*, nanny, childcare, child care, nursery, nursery nurse, look
  after kids, look after children, looking after kids, looking after children, mind kids, toddler*, babies,
  playgroup, bafa, periscolaire, eje, educatrice jeunes enfants, creche worker, au pair
aide devoirs, homework help, soutien scolaire, homework, tutorat | devoir*, soutien scolaire, aide scolaire, lecons,
  reviser, revisions, cours particulier*, etude, maths, mathematiques, instit*, professeur ecoles, prof, aider
  eleves, eleve*, collegien*, lyceen*, scolaire*, homework, tutor*, pupils, students, repetiteur, dictee*, apprendre
  lire, expliquer maths
jeux societe, board games, jeux, games | jeux plateau*, jeu* societe, jeux cartes, jeu* role*, echecs, belote,
  tarot, scrabble, ludotheque, ludothecaire, ludi*, catan, dixit, board game*, boardgame*, chess, cards, card games,
  bridge, dames, monopoly, loup garou, jeux
sport, sports, football, fitness | sport*, foot, football*, basket*, tennis, rugby, natation, nager, nage, course
  pied, marathon, running, run marathons, gym, gymnastique, judo, karate, escalade, hand, handball, volley*,
  badminton, ping pong, yoga, pilates, fitness, coach sportif, arbitr*, referee*, swim*, athlet*, cricket, muscu*,
  entraineu*, rando, randonnee, petanque, aviron, brevet etat, educateur sportif, educatrice sportive, staps, boxe,
  marche nordique
coaching, coach | coach*, mentor*, entrain*, football trainer, life coach, motivat*, train team*, accompagnement
  individuel, personal trainer
youth work, jeunesse, young people, youth | youth*, young people, teenager*, teens, kids, adolescent*, ados, jeunes,
  scout leader, scout*, brownies leader, guides leader, youth club, cubs, girlguiding, educateur, educatrice,
  animateur jeunesse, mlj, girl guides
occitan | occitan*, lenga, calandreta, provencal, langue oc, patois, gascon, languedocien
allemand, german | allemand*, german*, deutsch, allemagne, berlin, germaniste
anglais, english | anglais*, english, angl, anglophone*, londres, bilingue anglais, toefl, toeic
arabe, arabic | arab*, darija, dialectal, arabophone*
espagnol, spanish, castillan | espagnol*, spanish, castillan, castellano, espanol, hispan*, espagne, spain, madrid,
  barcelona, mexican, argentin*, south america
french, francais | french, francais*, francophone*, paris, france
polish, polonais | polish, pole, polonais*, poland, warsaw, pologne, krakow
italien, italian | italien*, italian*, italie, italy
portugais, portuguese | portug*, bresil*, brazil*
russe, russian | russe*, russian*
ukrainien, ukrainian | ukrain*
chinois, chinese, mandarin | chinois*, chinese, mandarin
welsh, breton | welsh, cymraeg, wales, breton*, brezhoneg
collage affiches, poster distribution, affichage, posters, distribution tracts, leafleting | coll* affiche*,
  affich*, poster*, put up posters, putting up posters, flyer*, tract*, tracter, tractage, boitage, boites lettres,
  boite lettre, distribu* tract*, distribu* flyer*, leaflet*, letterbox*, flyering, hand out flyers, hand out
  leaflets, deliver leaflets, coller, colle affiches, distribute, bill posting
door to door canvassing, canvassing, porte porte | canvass*, door to door, door knock*, doors, knock*, porte porte,
  doorstep*, knocking doors, electoral campaign, demarch*, leafleting
tri recyclage, recycling, tri, recyclage | tri, trier, trie, triage, recycl*, dechet*, ordures, recup*, reemploi,
  ressourcerie, decheterie*, recycling, waste, zero dechet, upcycl*, sorting, bennes, encombrants
cleaning, nettoyage, menage | clean*, nettoy*, menage*, hoover*, mop*, scrub*, tidy*, dust*, wash up, washing up,
  vacuum*, housekeep*, janitor*, serpilliere, litter pick*, polish floors, dishes, caretak*
vente, sales, selling, retail | vend*, vente*, vendeu*, commerc*, caisse*, caissier*, caissiere*, boutique*, marche,
  stand*, tenir stand, boutiquiere, magasin*, sell*, sold, shop*, retail*, till, salesman, saleswoman, sales*,
  market stall*, stall*, braderie*, cashier*, etal, negoci*
bar work, buvette, bar | bar, bars, barman, barmaid, bartend*, pub, pubs, pint*, pull pints, cocktail*, buvette*,
  serveur*, serveuse*, serv* boisson*, drinks, publican, landlord, waiter*, waitress*, serving drinks, tapster,
  beer, barista
carpentry | wood*, joiner*, cabinet*, shelves, shelving, carpent*, saw*, furniture, menuis*, build shelves, build
  sheds, sheds, decking
law | legal*, solicitor*, lawyer*, barrister*, contracts, paralegal*, court, judge, tribunal*
data analysis, data, statistics, analyse donnees | data*, statist*, r studio, pandas, spss, spreadsheet*, analys*
  data, analyst*, graph*, charts, numbers, tableau software, power bi, analyse donnees, stats, statistician,
  crunch*, survey results, dashboards
spreadsheets, excel, tableur, tableurs | spreadsheet*, excel, tableur*, calc, google sheet*, sheets, pivot table*,
  tableaux croises, libreoffice calc, formulas, vlookup, macros
dog walking, dogs, animaux | dog*, walk dogs, walkies, puppy, puppies, chien*, promen* chien*, pets, spaniel*,
  labrador*, hounds, terrier*
research, recherche | research*, phd, librar*, archiv*, find information, desk research, academic*, survey*,
  interviews, finding out, investigat*, literature review*, thesis, documentaliste, postdoc
stewarding, securite, security, stewards | steward*, marshal*, crowd control, security, bouncer*, traffic control,
  hi vis, high vis, car park*, sia, doorman, bag check*, service ordre, gardien*, securite, agent securite, manage
  crowds, crowds control
mediation | mediat*
podcasting | podcast*, radio, record*, audio, microphone*, episodes, audacity
handicap, disability, accessibilite | handicap*, disab*, fauteuil roulant, wheelchair*, autis*, inclusion,
  accessib*, sourd*, aveugle*, blind, deaf
climat, climate, ecologie, environment, environnement, nature | climat*, ecolog*, environn*, rechauffement, planete,
  planet, carbon*, nature, biodivers*, green, sustainab*, transition, energie*, energy, pollution, zero dechet,
  global warming, recycl*
culture, art, arts | cultur*, musee*, museum*, art, arts, exposition*, cinema, theatre, litterature, concert*,
  patrimoine, heritage, peinture, spectacle*, gallery, galleries, films, livres, books
logement, housing, homelessness, sans abri | logement*, sdf, sans abri, maraude*, heberg*, housing, homeless*,
  shelter*, hlm, rent, squat, mal loges, rough sleep*
petite enfance, children, enfants, enfance | enfan*, petit*, bebe*, creche*, child*, kids, baby, babies, toddler*,
  maternelle, nursery, gamin*, mioches
personnes agees, seniors, older people, elderly, aines | agee*, aines, senior*, ehpad, retraite*, maison retraite,
  elder*, older, old people, pensioner*, care home*, vieux, anciens, papy, mamie, grands parents, alzheimer,
  dementia
migrants, refugies, refugees, migration, asile | migr*, refugi*, refugee*, exil*, asyl*, asile, sans papiers,
  demandeurs asile, immigra*
animaux, animals, animal welfare | anima*, chat, chats, chien*, spa, refuge, cat, cats, dogs, pets, chevaux, horses,
  faune, wildlife, veterin*, vet, vets
sante, health, sante mentale, wellbeing | sante, health*, medic*, soin*, hopital, hospital*, cancer, don sang,
  wellbeing, mental, maladie*, malades, prevention
alimentation, food, food bank, aide alimentaire | alimenta*, nourriture, food*, colis, epicerie, restos coeur,
  banque alimentaire, distribution repas, cook*, cuisin*, anti gaspi, gaspillage, hunger, maraich*
education, ecole, school | educ*, ecole*, school*, scolar*, eleve*, enseign*, teach*, devoirs, pupil*, alphabet*,
  illettrisme, learning
egalite, feminisme, women rights, droits femmes, lgbt | femin*, femme*, women*, egalite, equality, lgbt*, gay,
  lesb*, genre, gender, sexis*, trans, queer, pride, parite
droits humains, human rights, justice | droits humains, droits homme, human rights, amnesty, justice*, discrimin*,
  racis*, antiracis*, liberte*, prison*, detenu*, ldh
solidarite, precarite, poverty, pauvrete | solidar*, precar*, pauvr*, poverty, entraide, secours populaire, emmaus,
  demunis, exclusion, charity, mutual aid
histoire, history, patrimoine, heritage | histoir*, histor*, patrimoin*, archeolog*, archaeolog*, chateau*,
  genealog*, castle*, heritage, vieilles pierres, guerre, ancestors
astronomie, astronomy | astronom*, etoile*, telescope*, planetes, star gazing, stargaz*, stars, galax*
voyage, travel | voyag*, travel*, backpack*, tour monde
randonnee, hiking, walking | rando*, marche, marcher, hik*, walks, walking, ramble*, rambling, trek*, balades,
  montagne, mountain*
numerique, digital, logiciel libre, open source | numeriqu*, digital*, logiciel libre, logiciels libres, open
  source, opensource, informatique, inclusion numerique, tech
mobilite, transport, mobility | mobilite*, velo*, train*, transport*, pietons, covoitur*, cycl*, bus, trams
cinema, film | cinema*, film*, movies, court metrage*, cine club
lecture, reading, livres, books | lire, lis, livre*, lecture*, roman*, biblioth*, read, reading, book*, novel*,
  poesie, litterat*
hosting, hospitality | host, hosts, hosted, hosting, guests, entertain guests, welcom*, look after guests, hostess,
  bed and breakfast
"""

CONCEPTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(one.strip() for one in names.split(",")), tuple(one.strip() for one in evidence.split(",") if one.strip()))
    for names, _, evidence in (line.partition("|") for line in _TEXT.replace("\n  ", " ").strip().splitlines())
)
"""Names of a concept, and what else speaks for it."""
