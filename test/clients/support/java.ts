/** What clients in Java have alike; the program of ours is compiled beside the client, whose pom.xml is for Java 8. */
export const JAVA = {
  needs: { java: 'default-jdk-headless', javac: 'default-jdk-headless', mvn: 'maven' },
  sources: { 'Checkout.java': 'java/Checkout.java' },
  build: `mvn -q -B -f client/pom.xml compile dependency:build-classpath -Dmdep.outputFile=classpath
    javac -d program -cp "client/target/classes:$(cat client/classpath)" Checkout.java Library.java`,
  run: 'java -cp "program:client/target/classes:$(cat client/classpath)" Checkout',
};
